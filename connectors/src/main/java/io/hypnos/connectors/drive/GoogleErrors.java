package io.hypnos.connectors.drive;

import io.hypnos.connectors.call.Errors;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.Reply;
import java.time.Clock;
import java.util.Optional;

/** Google gives a reason; a 403 can be a rate limit. */
public final class GoogleErrors {
  private GoogleErrors() {}

  public static Optional<ProviderFailure> of(Reply reply, Clock clock) {
    if (reply.isSuccess()) {
      return Optional.empty();
    }
    String reason = reply.json().path("error").path("errors").path(0).path("reason").asString("");
    Optional<Kind> kind =
        switch (reason) {
          case "rateLimitExceeded", "userRateLimitExceeded" -> Optional.of(Kind.RATE_LIMITED);
          case "fileNotDownloadable",
              "exportSizeLimitExceeded",
              "cannotDownloadAbusiveFile",
              "insufficientFilePermissions",
              "cannotExportFile" ->
              Optional.of(Kind.RECORD);
          case "dailyLimitExceeded", "accessNotConfigured", "insufficientPermissions" ->
              Optional.of(Kind.CONFIGURATION);
          case "authError" -> Optional.of(Kind.UNAUTHORIZED);
          default -> Optional.empty();
        };
    return kind.map(found -> Errors.named(found, reason, reply, clock))
        .or(() -> Errors.byStatus(reply, clock));
  }
}
