package io.hypnos.api.rememberos;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.ProductVersion;
import io.hypnos.api.web.RawJson;
import io.hypnos.engine.Engine;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Principal;
import io.hypnos.engine.tenancy.RateDecision;
import io.hypnos.engine.tenancy.RateLimiter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The Model Context Protocol: JSON-RPC over HTTP, one answer a request, no stream. */
@RestController
final class McpRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(McpRoutes.class);
  private static final List<String> VERSIONS = List.of("2025-06-18", "2025-03-26", "2024-11-05");
  private static final int PARSE_ERROR = -32_700;
  private static final int INVALID_REQUEST = -32_600;
  private static final int UNKNOWN_METHOD = -32_601;
  private static final int BAD_PARAMS = -32_602;
  private static final int INTERNAL_ERROR = -32_603;
  private static final int OVER_RATE = -32_000;
  private static final int MOST_IN_BATCH = 50;

  private final RateLimiter limiter;
  private final McpTools tools;
  private final List<McpTool> offered;
  private final ProductVersion version;
  private final JsonMapper json;

  McpRoutes(Engine engine, McpTools tools, ProductVersion version, JsonMapper json) {
    this.limiter = engine.limiter();
    this.tools = tools;
    this.offered = tools.all();
    this.version = version;
    this.json = json;
  }

  /**
   * Who asks.
   *
   * @param calls tools that the request has called so far
   */
  private record Asker(
      HttpServletRequest request, Caller caller, Principal principal, AtomicInteger calls) {}

  @PostMapping("/v1/mcp")
  @Requires(Right.READ)
  ResponseEntity<JsonNode> call(
      HttpServletRequest request, Caller caller, Principal principal, RawJson body) {
    JsonNode parsed;
    try {
      parsed = json.readTree(body.bytes());
    } catch (JacksonException e) {
      return ResponseEntity.ok(error(null, PARSE_ERROR, "Parse error"));
    }
    Asker asker = new Asker(request, caller, principal, new AtomicInteger());
    if (parsed instanceof ArrayNode batch) {
      if (batch.isEmpty() || batch.size() > MOST_IN_BATCH) {
        return ResponseEntity.ok(
            error(null, INVALID_REQUEST, "A batch has 1 to " + MOST_IN_BATCH + " messages"));
      }
      ArrayNode answers = json.createArrayNode();
      batch.forEach(each -> answer(asker, each).ifPresent(answers::add));
      return answers.isEmpty()
          ? ResponseEntity.accepted().build()
          : ResponseEntity.ok((JsonNode) answers);
    }
    return answer(asker, parsed)
        .map(ResponseEntity::ok)
        .orElseGet(() -> ResponseEntity.accepted().build());
  }

  /** Nothing for a notification, which wants no answer. */
  private Optional<JsonNode> answer(Asker asker, JsonNode message) {
    JsonNode id = message.get("id");
    if (!message.isObject() || !message.path("method").isString()) {
      return Optional.of(error(id, INVALID_REQUEST, "Invalid Request"));
    }
    String method = message.path("method").stringValue();
    if (id == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(answer(asker, id, method, message.path("params")));
    } catch (RuntimeException e) {
      // One message of a batch must not take the answers of the others with it.
      LOG.error("a message of the Model Context Protocol failed", e);
      return Optional.of(error(id, INTERNAL_ERROR, "Internal error"));
    }
  }

  private JsonNode answer(Asker asker, JsonNode id, String method, JsonNode params) {
    return switch (method) {
      case "initialize" -> result(id, greeting(params));
      case "ping" -> result(id, json.createObjectNode());
      case "tools/list" -> result(id, tools.listed(offered));
      case "tools/call" -> toolCall(asker, id, params);
      default -> error(id, UNKNOWN_METHOD, "Method not found: " + method);
    };
  }

  private JsonNode greeting(JsonNode params) {
    String asked = params.path("protocolVersion").asString("");
    ObjectNode greeting = json.createObjectNode();
    greeting.put("protocolVersion", VERSIONS.contains(asked) ? asked : VERSIONS.get(0));
    greeting.putObject("capabilities").putObject("tools");
    greeting.putObject("serverInfo").put("name", "hypnos").put("version", version.text());
    return greeting;
  }

  private JsonNode toolCall(Asker asker, JsonNode id, JsonNode params) {
    // The first is paid for with the request itself.
    if (asker.calls().getAndIncrement() > 0) {
      RateDecision decision = limiter.request(asker.principal());
      if (!decision.allowed()) {
        return error(id, OVER_RATE, "Rate limit exceeded: " + decision.limit() + " per 1 minute");
      }
    }
    String name = params.path("name").asString("");
    Optional<McpTool> tool = offered.stream().filter(each -> each.name().equals(name)).findFirst();
    JsonNode arguments = params.path("arguments");
    if (tool.isEmpty()) {
      return error(id, BAD_PARAMS, "Unknown tool: " + name);
    }
    if (!arguments.isObject() && !arguments.isMissingNode() && !arguments.isNull()) {
      return error(id, BAD_PARAMS, "arguments should be an object");
    }
    ObjectNode given = arguments instanceof ObjectNode object ? object : json.createObjectNode();
    try {
      return result(id, content(run(asker, tool.get(), given)));
    } catch (FailedRequestException e) {
      Failure failure = e.failure();
      return failure.violations().isEmpty()
          ? result(id, failed(failure.message()))
          : error(id, BAD_PARAMS, told(failure));
    } catch (HypnosException e) {
      return result(id, failed(e.code() == ErrorCode.INTERNAL ? "Internal error" : e.getMessage()));
    }
  }

  private Object run(Asker asker, McpTool tool, ObjectNode arguments) {
    if (tool.writes() && asker.principal().readOnly()) {
      throw new FailedRequestException(
          Failure.of(FailureKind.FORBIDDEN, "This API key is read-only."));
    }
    return tool.work()
        .run(
            new McpTool.Call(
                asker.request(),
                asker.caller(),
                asker.principal(),
                JsonFields.of(arguments, json)));
  }

  private static String told(Failure failure) {
    return failure.violations().stream()
        .map(violation -> violation.where() + ": " + violation.message())
        .collect(Collectors.joining("; "));
  }

  /** The JSON of the route as text, and as it is; only objects may be the latter. */
  private JsonNode content(Object answer) {
    JsonNode tree = json.valueToTree(answer);
    ObjectNode result = text(tree.toString());
    if (tree.isObject()) {
      result.set("structuredContent", tree);
    } else {
      result.putObject("structuredContent").set("result", tree);
    }
    return result.put("isError", false);
  }

  private JsonNode failed(String message) {
    return text(message).put("isError", true);
  }

  private ObjectNode text(String text) {
    ObjectNode result = json.createObjectNode();
    result.putArray("content").addObject().put("type", "text").put("text", text);
    return result;
  }

  private JsonNode result(JsonNode id, JsonNode result) {
    ObjectNode answer = envelope(id);
    answer.set("result", result);
    return answer;
  }

  private JsonNode error(JsonNode id, int code, String message) {
    ObjectNode answer = envelope(id);
    answer.putObject("error").put("code", code).put("message", message);
    return answer;
  }

  private ObjectNode envelope(JsonNode id) {
    ObjectNode envelope = json.createObjectNode();
    envelope.put("jsonrpc", "2.0");
    envelope.set("id", id == null ? json.nullNode() : id);
    return envelope;
  }
}
