package io.hypnos.api.operator;

import io.hypnos.api.web.Dialect;
import io.hypnos.api.web.ErrorAnswer;
import io.hypnos.api.web.ErrorRenderer;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.api.web.Violation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Failures as {@code {"error": {"code", "message", "request_id"}}}; codes are {@link FailureKind}.
 */
final class OperatorErrors implements ErrorRenderer {

  @Override
  public Dialect dialect() {
    return Dialect.OPERATOR;
  }

  @Override
  public ErrorAnswer render(Failure failure, String requestId) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", failure.kind().text());
    error.put("message", message(failure));
    error.put("request_id", requestId);
    return new ErrorAnswer(status(failure.kind()), Map.of("error", error));
  }

  private static String message(Failure failure) {
    return failure.kind() == FailureKind.INVALID_FIELDS
        ? failure.violations().stream()
            .map(OperatorErrors::sentence)
            .collect(Collectors.joining("; "))
        : failure.message();
  }

  private static String sentence(Violation violation) {
    return violation.where() + ": " + violation.message();
  }

  private static int status(FailureKind kind) {
    return switch (kind) {
      case BAD_REQUEST, MALFORMED -> 400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND, UNKNOWN_ROUTE -> 404;
      case METHOD_NOT_ALLOWED -> 405;
      case CONFLICT -> 409;
      case TOO_LARGE -> 413;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
      case INVALID_FIELDS, BROKEN_RULE -> 422;
      case RATE_LIMITED, QUOTA_EXCEEDED -> 429;
      case UNAVAILABLE -> 503;
      case INTERNAL -> 500;
    };
  }
}
