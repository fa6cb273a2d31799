package io.hypnos.api;

import static io.hypnos.api.Remember.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The Model Context Protocol: its envelope, and the ten tools. */
final class RememberOsMcpIT {
  private static final String MCP = "/v1/mcp";
  private static final String TEXT = "Mira takes the 07:40 train on Mondays";

  @RegisterExtension static final RunningApi API = new RunningApi();

  private RunningApi.NewTenant tenant;
  private Remember remember;

  @BeforeEach
  void makeTenant() {
    tenant = API.tenant();
    remember = new Remember(tenant.client());
  }

  private static Map<String, Object> message(String method, Object params) {
    Map<String, Object> message = new HashMap<>();
    message.put("jsonrpc", "2.0");
    message.put("id", 7);
    message.put("method", method);
    message.put("params", params);
    return message;
  }

  private JsonNode rpc(String method, Object params) {
    JsonNode answer = ok(remember.client().post(MCP, message(method, params)));
    assertThat(answer.path("jsonrpc").asString()).isEqualTo("2.0");
    assertThat(answer.path("id").intValue()).isEqualTo(7);
    return answer;
  }

  private JsonNode call(String tool, Map<String, ?> arguments) {
    return rpc("tools/call", Map.of("name", tool, "arguments", arguments));
  }

  private JsonNode done(String tool, Map<String, ?> arguments) {
    JsonNode result = call(tool, arguments).path("result");
    assertThat(result.path("isError").booleanValue()).as(result.toString()).isFalse();
    JsonNode text = ApiClient.JSON.readTree(result.path("content").path(0).path("text").asString());
    assertThat(result.path("content").path(0).path("type").asString()).isEqualTo("text");
    JsonNode structured = result.path("structuredContent");
    assertThat(structured.isObject()).isTrue();
    assertThat(text.isArray() ? structured.path("result") : structured).isEqualTo(text);
    return text;
  }

  @Test
  void aClientIntroducesItselfAndListsTheTools() {
    JsonNode greeting = rpc("initialize", Map.of("protocolVersion", "2025-03-26")).path("result");
    assertThat(greeting.path("protocolVersion").asString()).isEqualTo("2025-03-26");
    assertThat(greeting.path("capabilities").toString()).isEqualTo("{\"tools\":{}}");
    assertThat(
            rpc("initialize", Map.of("protocolVersion", "1999-01-01"))
                .path("result")
                .path("protocolVersion")
                .asString())
        .isEqualTo("2025-06-18");
    Answer noted =
        remember
            .client()
            .post(MCP, Map.of("jsonrpc", "2.0", "method", "notifications/initialized"));
    assertThat(noted.status()).isEqualTo(202);
    assertThat(noted.text()).isEmpty();
    assertThat(rpc("ping", Map.of()).path("result").toString()).isEqualTo("{}");

    JsonNode tools = rpc("tools/list", Map.of()).path("result").path("tools");
    assertThat(tools.valueStream().map(tool -> tool.path("name").asString()).toList())
        .containsExactly(
            "search_memory",
            "store_memory",
            "get_memory",
            "list_collections",
            "related_memory",
            "what_changed",
            "collection_health",
            "summarize_collection",
            "find_duplicates",
            "archive_stale");
    assertThat(tools.path(2).path("inputSchema").path("required").toString())
        .isEqualTo("[\"memory_id\",\"collection\"]");
  }

  @Test
  void theToolsDoWhatTheRoutesDo() {
    JsonNode stored = done("store_memory", Map.of("text", TEXT));
    assertThat(stored.path("collection").asString()).isEqualTo("default");
    String id = stored.path("id").asString();
    done("store_memory", Map.of("text", "Mira commutes by rail", "collection", "default"));

    assertThat(
            done("search_memory", Map.of("query", "train of Mira", "limit", 1))
                .path("results")
                .path(0)
                .path("text")
                .asString())
        .isEqualTo(TEXT);
    assertThat(
            done("search_memory", Map.of("query", "train", "collection", "default"))
                .path("results"))
        .isNotEmpty();
    assertThat(done("get_memory", Map.of("memory_id", id, "collection", "default")))
        .isEqualTo(stored);
    assertThat(done("list_collections", Map.of()).path(0).path("memory_count").intValue())
        .isEqualTo(2);
    assertThat(done("related_memory", Map.of("id", id)).path(0).path("text").asString())
        .isEqualTo("Mira commutes by rail");
    assertThat(done("what_changed", Map.of("collection", "default"))).isEmpty();
    assertThat(
            done("collection_health", Map.of("collection", "default", "stale_days", 0))
                .path("stale")
                .intValue())
        .isEqualTo(2);
    assertThat(
            done("summarize_collection", Map.of("collection", "default", "limit", 1))
                .path("based_on")
                .intValue())
        .isEqualTo(1);
    assertThat(
            done("find_duplicates", Map.of("collection", "default", "threshold", 0.5))
                .path("dry_run")
                .booleanValue())
        .isTrue();
    assertThat(
            done("archive_stale", Map.of("collection", "default", "older_than_days", 0))
                .path("would_archive")
                .intValue())
        .isEqualTo(2);
    assertThat(
            done(
                    "archive_stale",
                    Map.of("collection", "default", "older_than_days", 0, "dry_run", false))
                .path("archived")
                .intValue())
        .isEqualTo(2);
  }

  @Test
  void mistakesAreToldInTheWayOfTheProtocol() {
    assertThat(rpc("resources/list", Map.of()).path("error").path("code").intValue())
        .isEqualTo(-32601);
    assertThat(call("no_such_tool", Map.of()).path("error").path("code").intValue())
        .isEqualTo(-32602);
    assertThat(call("search_memory", Map.of()).path("error").path("code").intValue())
        .isEqualTo(-32602);
    assertThat(
            ok(remember.client().postText(MCP, "{no json")).path("error").path("code").intValue())
        .isEqualTo(-32700);
    JsonNode failed =
        call("get_memory", Map.of("memory_id", UUID.randomUUID(), "collection", "none"))
            .path("result");
    assertThat(failed.path("isError").booleanValue()).isTrue();
    assertThat(failed.path("content").path(0).path("text").asString()).isNotEmpty();

    JsonNode batch =
        ok(
            remember
                .client()
                .post(
                    MCP,
                    List.of(
                        message("ping", Map.of()),
                        Map.of("jsonrpc", "2.0", "method", "notifications/initialized"))));
    assertThat(batch.size()).isEqualTo(1);
    for (List<?> wrong : List.of(List.of(), Collections.nCopies(51, message("ping", Map.of())))) {
      assertThat(ok(remember.client().post(MCP, wrong)).path("error").path("code").intValue())
          .isEqualTo(-32600);
    }
    assertThat(
            remember
                .client()
                .post(MCP, message("ping", "x".repeat(RunningApi.LARGEST_BODY)))
                .status())
        .isEqualTo(413);
    assertThat(remember.client().get(MCP).status()).isEqualTo(405);
    assertThat(API.anonymous().post(MCP, message("ping", Map.of())).status()).isEqualTo(401);
  }

  @Test
  void everyToolOfABatchCountsAsARequest() {
    ApiClient free = API.tenant("free").client();
    Map<String, Object> look =
        message("tools/call", Map.of("name", "list_collections", "arguments", Map.of()));

    JsonNode answers =
        ok(free.post(MCP, Collections.nCopies(RunningApi.FREE_PER_MINUTE + 2, look)));

    List<Boolean> done = answers.valueStream().map(answer -> answer.has("result")).toList();
    assertThat(done).hasSize(RunningApi.FREE_PER_MINUTE + 2).endsWith(false, false);
    assertThat(done.get(0)).isTrue();
    assertThat(answers.path(RunningApi.FREE_PER_MINUTE + 1).path("error").path("code").intValue())
        .isEqualTo(-32000);
    assertThat(free.post(MCP, look).status()).isEqualTo(429);
  }

  @Test
  void grantsAndReadOnlyKeysHoldHereToo() {
    String id = remember.add("secret", TEXT);
    ok(
        remember.put(
            "collections/secret/grants",
            Map.of("agent_key_id", tenant.keyId(), "can_write", true)));
    Remember reader = Remember.agent(API, tenant, Map.of("read_only", true));

    for (Map<String, Object> refused :
        List.<Map<String, Object>>of(
            Map.of("name", "store_memory", "arguments", Map.of("text", "x")),
            Map.of("name", "related_memory", "arguments", Map.of("id", id)),
            Map.of(
                "name",
                "get_memory",
                "arguments",
                Map.of("memory_id", id, "collection", "secret")))) {
      JsonNode answer = ok(reader.client().post(MCP, message("tools/call", refused)));
      assertThat(answer.path("result").path("isError").booleanValue()).isTrue();
      assertThat(answer.toString()).doesNotContain(TEXT);
    }
  }
}
