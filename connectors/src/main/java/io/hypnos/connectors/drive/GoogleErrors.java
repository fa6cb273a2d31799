package io.hypnos.connectors.drive;

import io.hypnos.connectors.call.Errors;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.Reply;
import java.time.Clock;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Google gives a reason; a 403 can be a rate limit. */
public final class GoogleErrors {
  private GoogleErrors() {}

  public static Optional<ProviderFailure> of(Reply reply, Clock clock) {
    if (reply.isSuccess()) {
      return Optional.empty();
    }
    JsonNode error = reply.json().path("error");
    String reason = reason(error);
    return kind(reply.status(), reason)
        .map(found -> Errors.named(found, reason, reply, clock))
        .or(() -> Errors.byStatus(reply, clock));
  }

  private static Optional<Kind> kind(int status, String reason) {
    return switch (status) {
      case 401 -> Optional.of(Kind.UNAUTHORIZED);
      case 429 -> Optional.of(Kind.RATE_LIMITED);
      // One call that Google does not take says nothing of the others.
      case 400 -> Optional.of(Kind.RECORD);
      case 403 -> forbidden(reason);
      default -> Optional.empty();
    };
  }

  private static Optional<Kind> forbidden(String reason) {
    return switch (reason) {
      case "rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED" ->
          Optional.of(Kind.RATE_LIMITED);
      case "fileNotDownloadable",
          "exportSizeLimitExceeded",
          "cannotDownloadAbusiveFile",
          "cannotDownloadFile",
          "insufficientFilePermissions",
          "appNotAuthorizedToFile",
          "cannotExportFile",
          "fileNotExportable" ->
          Optional.of(Kind.RECORD);
      case "dailyLimitExceeded",
          "dailyLimitExceededUnreg",
          "accessNotConfigured",
          "domainPolicy",
          "insufficientPermissions",
          "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
          "SERVICE_DISABLED" ->
          Optional.of(Kind.CONFIGURATION);
      default -> Optional.empty();
    };
  }

  /** Older answers list errors, newer ones have details. */
  private static String reason(JsonNode error) {
    String listed = error.path("errors").path(0).path("reason").asString("");
    if (!listed.isEmpty()) {
      return listed;
    }
    for (JsonNode detail : error.path("details")) {
      String reason = detail.path("reason").asString("");
      if (!reason.isEmpty()) {
        return reason;
      }
    }
    return error.path("status").asString("");
  }

  /**
   * A call with a page token that was not taken: whatever Google says of it, the walk begins again,
   * and a call without the token shows whether the token was the reason.
   */
  public static ProviderFailure ofPage(ProviderFailure failure) {
    return failure.is(Kind.RECORD) || failure.is(Kind.NOT_FOUND)
        ? ProviderFailure.of(Kind.EXPIRED_PAGE, failure.getMessage(), failure)
        : failure;
  }
}
