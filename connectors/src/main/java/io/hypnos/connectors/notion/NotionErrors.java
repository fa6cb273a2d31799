package io.hypnos.connectors.notion;

import io.hypnos.connectors.call.Errors;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.Reply;
import java.time.Clock;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Notion names a code beside the status. */
final class NotionErrors {
  private NotionErrors() {}

  static Optional<ProviderFailure> of(Reply reply, Clock clock) {
    if (reply.isSuccess()) {
      return Optional.empty();
    }
    JsonNode body = reply.json();
    String code = body.path("code").asString("");
    String message = body.path("message").asString("");
    if (code.equals("validation_error") && isOfManySources(body, message)) {
      return Optional.of(
          ProviderFailure.of(
              Kind.CONFIGURATION,
              "the database has more than one data source, which this connection cannot read"));
    }
    Optional<Kind> kind =
        switch (code) {
          case "rate_limited", "service_overload" -> Optional.of(Kind.RATE_LIMITED);
          case "unauthorized" -> Optional.of(Kind.UNAUTHORIZED);
          case "restricted_resource" -> Optional.of(Kind.FORBIDDEN);
          case "object_not_found" -> Optional.of(Kind.NOT_FOUND);
          case "conflict_error", "internal_server_error", "service_unavailable" ->
              Optional.of(Kind.UNAVAILABLE);
          case "validation_error" ->
              Optional.of(message.contains("cursor") ? Kind.EXPIRED_PAGE : Kind.CONFIGURATION);
          default -> Optional.empty();
        };
    return kind.map(found -> Errors.named(found, code, reply, clock))
        .or(() -> Errors.byStatus(reply, clock));
  }

  private static boolean isOfManySources(JsonNode body, String message) {
    String detail = body.path("additional_data").path("error_type").asString("");
    return detail.startsWith("multiple_data_sources") || message.contains("multiple data sources");
  }
}
