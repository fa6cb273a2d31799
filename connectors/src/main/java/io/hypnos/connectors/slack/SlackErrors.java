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
    boolean good = body.path("ok").isBoolean() && body.path("ok").asBoolean();
    if (reply.isSuccess() && (good || body.isMissingNode())) {
      return Optional.empty();
    }
    if (word.isEmpty()) {
      return Errors.byStatus(reply, clock)
          .or(() -> Optional.of(Errors.named(Kind.UNAVAILABLE, "without ok", reply, clock)));
    }
    return Optional.of(Errors.named(kind(reply.status(), word), word, reply, clock));
  }

  private static Kind kind(int status, String word) {
    if (status == 429) {
      return Kind.RATE_LIMITED;
    }
    return status >= 500 ? Kind.UNAVAILABLE : kind(word);
  }

  private static Kind kind(String word) {
    return switch (word) {
      case "ratelimited", "rate_limited" -> Kind.RATE_LIMITED;
      case "internal_error", "fatal_error", "service_unavailable", "request_timeout" ->
          Kind.UNAVAILABLE;
      case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired" ->
          Kind.UNAUTHORIZED;
      case "invalid_cursor" -> Kind.EXPIRED_PAGE;
      case "thread_not_found", "user_not_found", "user_not_visible", "message_not_found" ->
          Kind.NOT_FOUND;
      default -> Kind.CONFIGURATION;
    };
  }
}
