package io.hypnos.connectors.linear;

import io.hypnos.connectors.call.Errors;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.Reply;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** GraphQL says what is wrong in the body; the status may be 200, 400 or another. */
final class LinearErrors implements Errors {
  @Override
  public Optional<ProviderFailure> of(Reply reply, Clock clock) {
    JsonNode errors = reply.json().path("errors");
    if (!errors.isArray() || errors.isEmpty()) {
      return Errors.byStatus(reply, clock);
    }
    JsonNode extensions = errors.path(0).path("extensions");
    String said =
        (extensions.path("code").asString("") + " " + extensions.path("type").asString(""))
            .strip()
            .toUpperCase(Locale.ROOT)
            .replace('_', ' ');
    return Optional.of(Errors.named(kind(said, reply.status()), said, reply, clock));
  }

  private static Kind kind(String said, int status) {
    if (said.contains("RATELIMITED")) {
      return Kind.RATE_LIMITED;
    }
    if (said.contains("AUTHENTICATION")) {
      return Kind.UNAUTHORIZED;
    }
    if (said.contains("FORBIDDEN")) {
      return Kind.FORBIDDEN;
    }
    if (said.contains("NOT FOUND")) {
      return Kind.NOT_FOUND;
    }
    if (said.contains("INTERNAL") || said.contains("LOCK TIMEOUT") || status >= 500) {
      return Kind.UNAVAILABLE;
    }
    return status == 401 ? Kind.UNAUTHORIZED : Kind.CONFIGURATION;
  }
}
