package io.hypnos.api.memorose;

import io.hypnos.api.web.Dialect;
import io.hypnos.api.web.ErrorAnswer;
import io.hypnos.api.web.ErrorRenderer;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import java.util.Map;
import java.util.stream.Collectors;

/** Failures as {@code {"error": "<text>"}}. */
final class MemoroseErrors implements ErrorRenderer {

  @Override
  public Dialect dialect() {
    return Dialect.MEMOROSE;
  }

  @Override
  public ErrorAnswer render(Failure failure, String requestId) {
    return new ErrorAnswer(status(failure.kind()), Map.of("error", text(failure)));
  }

  private static String text(Failure failure) {
    if (failure.keyProblem().isPresent()) {
      return switch (failure.keyProblem().get()) {
        case MISSING -> "Missing API key";
        case PLACEHOLDER, MALFORMED, INVALID, REVOKED, EXPIRED -> "Invalid API key";
      };
    }
    if (failure.kind() == FailureKind.INVALID_FIELDS) {
      return failure.violations().stream()
          .map(violation -> violation.where() + ": " + violation.message())
          .collect(Collectors.joining("; "));
    }
    return failure.message();
  }

  private static int status(FailureKind kind) {
    return switch (kind) {
      case BAD_REQUEST, MALFORMED, BROKEN_RULE -> 400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND, UNKNOWN_ROUTE -> 404;
      case METHOD_NOT_ALLOWED -> 405;
      case CONFLICT -> 409;
      case TOO_LARGE -> 413;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
      case INVALID_FIELDS -> 422;
      case RATE_LIMITED, QUOTA_EXCEEDED -> 429;
      case UNAVAILABLE -> 503;
      case INTERNAL -> 500;
    };
  }
}
