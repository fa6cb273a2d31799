package io.hypnos.connectors.slack;

import io.hypnos.connectors.call.Errors;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.Reply;
import java.time.Clock;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Slack says most failures with 200 and {@code "ok": false}. */
final class SlackErrors implements Errors {
  @Override
  public Optional<ProviderFailure> of(Reply reply, Clock clock) {
    JsonNode body = reply.json();
    String word = body.path("error").asString("");
    if (!word.isEmpty()) {
      return Optional.of(Errors.named(kind(word), word, reply, clock));
    }
    return Errors.byStatus(reply, clock);
  }

  private static Kind kind(String word) {
    return switch (word) {
      case "ratelimited", "rate_limited" -> Kind.RATE_LIMITED;
      case "internal_error", "fatal_error", "service_unavailable", "request_timeout" ->
          Kind.UNAVAILABLE;
      case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired" ->
          Kind.UNAUTHORIZED;
      case "invalid_cursor" -> Kind.EXPIRED_PAGE;
      case "thread_not_found", "user_not_found", "message_not_found" -> Kind.NOT_FOUND;
      case "missing_scope", "no_permission", "team_access_not_granted", "not_in_channel" ->
          Kind.CONFIGURATION;
      default -> Kind.CONFIGURATION;
    };
  }
}
