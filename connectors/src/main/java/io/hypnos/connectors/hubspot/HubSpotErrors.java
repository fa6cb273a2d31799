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
  private static final int LOCKED = 423;
  private static final int MIGRATING = 477;

  private HubSpotErrors() {}

  static Optional<ProviderFailure> of(Reply reply, Clock clock) {
    Optional<ProviderFailure> plain = Errors.byStatus(reply, clock);
    if (plain.isEmpty()) {
      return plain;
    }
    JsonNode body = reply.json();
    String word = body.path("category").asString(body.path("errorType").asString(""));
    Kind kind = kind(reply.status(), word, plain.get().kind());
    return Optional.of(Errors.named(kind, word, reply, clock));
  }

  private static Kind kind(int status, String word, Kind usual) {
    return switch (word) {
      case "RATE_LIMIT", "RATE_LIMITS" -> Kind.RATE_LIMITED;
      case "INVALID_AUTHENTICATION", "EXPIRED_AUTHENTICATION" -> Kind.UNAUTHORIZED;
      case "MISSING_SCOPES" -> Kind.CONFIGURATION;
      default ->
          switch (status) {
            case LOCKED -> Kind.UNAVAILABLE;
            case MIGRATING -> Kind.RATE_LIMITED;
            default -> usual;
          };
    };
  }
}
