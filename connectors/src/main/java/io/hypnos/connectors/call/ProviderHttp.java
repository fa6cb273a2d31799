package io.hypnos.connectors.call;

import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.engine.outgoing.OutgoingRequest;
import io.hypnos.engine.outgoing.OutgoingResult;
import io.hypnos.engine.outgoing.OutgoingResult.Answered;
import io.hypnos.engine.outgoing.OutgoingResult.Failed;
import io.hypnos.engine.outgoing.OutgoingResult.Refused;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls of one run to one provider: at its pace, tried again where that helps, never to another
 * host than its own.
 */
public final class ProviderHttp {
  /** What every run brings. */
  public record Line(Transport transport, Patience patience, Pace pace, Clock clock) {}

  private static final int MOST_TRIES = 5;
  private static final int LARGEST_ANSWER = 20 * 1024 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Line line;
  private final String base;
  private final Credential credential;
  private final Map<String, String> headers;
  private final Errors errors;
  private Optional<Instant> vendorNow = Optional.empty();

  /**
   * @param base where the provider's paths begin, without a slash at the end
   */
  public ProviderHttp(
      Line line, String base, Credential credential, Map<String, String> headers, Errors errors) {
    this.line = line;
    this.base = base;
    this.credential = credential;
    this.headers = Map.copyOf(headers);
    this.errors = errors;
  }

  /** When the provider answered first in this run, by its own clock. */
  public Optional<Instant> vendorNow() {
    return vendorNow;
  }

  public JsonNode get(String path, List<Map.Entry<String, String>> parameters) {
    return json(got(path, parameters));
  }

  public byte[] bytes(String path, List<Map.Entry<String, String>> parameters) {
    return got(path, parameters).body();
  }

  private Reply got(String path, List<Map.Entry<String, String>> parameters) {
    String query = form(parameters);
    return send("GET", query.isEmpty() ? path : path + "?" + query, new byte[0], "");
  }

  public JsonNode post(String path, JsonNode body) {
    byte[] bytes = JsonMapper.shared().writeValueAsBytes(body);
    return json(send("POST", path, bytes, "application/json"));
  }

  public JsonNode postForm(String path, List<Map.Entry<String, String>> parameters) {
    byte[] bytes = form(parameters).getBytes(StandardCharsets.UTF_8);
    return json(send("POST", path, bytes, "application/x-www-form-urlencoded"));
  }

  private static JsonNode json(Reply reply) {
    JsonNode node = reply.json();
    if (!node.isObject()) {
      throw ProviderFailure.of(Kind.UNAVAILABLE, "the provider's answer is not JSON");
    }
    return node;
  }

  private Reply send(String method, String path, byte[] body, String type) {
    String authorization = credential.authorization();
    boolean renewed = false;
    int tries = 0;
    int limited = 0;
    while (true) {
      line.patience().sleep(line.pace().take());
      Optional<ProviderFailure> failure;
      Reply reply = null;
      try {
        reply = once(method, path, body, type, authorization);
        failure = errors.of(reply, line.clock()).or(wrongJson(reply, type, path));
      } catch (ProviderFailure e) {
        failure = Optional.of(e);
      }
      if (failure.isEmpty()) {
        return reply;
      }
      ProviderFailure problem = failure.get();
      if (problem.is(Kind.RATE_LIMITED)) {
        limited++;
        line.patience().rest(problem.waitFor(), limited);
      } else if (problem.is(Kind.UNAVAILABLE) && ++tries < MOST_TRIES) {
        line.patience().rest(problem.waitFor(), tries);
      } else if (problem.is(Kind.UNAUTHORIZED) && !renewed) {
        renewed = true;
        authorization = credential.renewed(authorization).orElseThrow(() -> problem);
      } else {
        throw problem;
      }
    }
  }

  /** An answer that broke off on the way is tried again. */
  private static java.util.function.Supplier<Optional<ProviderFailure>> wrongJson(
      Reply reply, String type, String path) {
    return () -> {
      boolean said = reply.headers().getOrDefault("content-type", "").contains("json");
      boolean broken = said && reply.body().length > 0 && reply.json().isMissingNode();
      return broken && !path.contains("alt=media")
          ? Optional.of(
              ProviderFailure.of(
                  Kind.UNAVAILABLE, "the provider's answer to " + type + " broke off"))
          : Optional.empty();
    };
  }

  private Reply once(String method, String path, byte[] body, String type, String authorization) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Accept", "application/json");
    if (!authorization.isEmpty()) {
      all.put("Authorization", authorization);
    }
    if (body.length > 0) {
      all.put("Content-Type", type);
    }
    String url = path.matches("https?://.*") ? path : base + path;
    if (!sameHost(url)) {
      throw ProviderFailure.of(Kind.RECORD, "a link leads to another host");
    }
    OutgoingResult result =
        line.transport()
            .send(new OutgoingRequest(method, url, all, body, TIMEOUT, LARGEST_ANSWER + 1));
    if (result instanceof Answered answered) {
      if (answered.body().length > LARGEST_ANSWER) {
        throw ProviderFailure.of(Kind.RECORD, "the provider's answer is too large");
      }
      Reply reply = new Reply(answered.status(), answered.headers(), answered.body());
      vendorNow = vendorNow.or(reply::date);
      return reply;
    }
    if (result instanceof Failed failed) {
      throw ProviderFailure.of(Kind.UNAVAILABLE, failed.reason());
    }
    throw ProviderFailure.of(Kind.CONFIGURATION, ((Refused) result).refusal().message());
  }

  private boolean sameHost(String url) {
    return origin(url).equals(origin(base));
  }

  private static String origin(String url) {
    int end = url.indexOf('/', url.indexOf("://") + 3);
    return end < 0 ? url : url.substring(0, end);
  }

  private static String form(List<Map.Entry<String, String>> parameters) {
    List<String> pairs = new ArrayList<>();
    for (Map.Entry<String, String> each : parameters) {
      pairs.add(each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8));
    }
    return String.join("&", pairs);
  }
}
