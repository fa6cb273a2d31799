package io.hypnos.connectors.hubspot;

import io.hypnos.connectors.call.Errors;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.Reply;
import java.time.Clock;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** HubSpot names a category beside the status. */
final class HubSpotErrors {
  private HubSpotErrors() {}

  static Optional<ProviderFailure> of(Reply reply, Clock clock) {
    JsonNode body = reply.json();
    String word = body.path("category").asString(body.path("errorType").asString(""));
    return switch (word) {
      case "RATE_LIMIT", "RATE_LIMITS" ->
          Optional.of(Errors.named(Kind.RATE_LIMITED, word, reply, clock));
      case "INVALID_AUTHENTICATION" ->
          Optional.of(Errors.named(Kind.UNAUTHORIZED, word, reply, clock));
      case "MISSING_SCOPES" -> Optional.of(Errors.named(Kind.CONFIGURATION, word, reply, clock));
      default -> Errors.byStatus(reply, clock);
    };
  }
}
