package io.hypnos.api.mnemos;

import io.hypnos.api.web.Dialect;
import io.hypnos.api.web.ErrorAnswer;
import io.hypnos.api.web.ErrorRenderer;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.api.web.KeyProblem;
import io.hypnos.api.web.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Failures as {@code {"detail": …}}; with 422 a list when fields are wrong. A rate limit says the
 * same under {@code error} too, where the older clients look.
 */
final class MnemosErrors implements ErrorRenderer {

  @Override
  public Dialect dialect() {
    return Dialect.MNEMOS;
  }

  @Override
  public ErrorAnswer render(Failure failure, String requestId) {
    int status = status(failure.kind());
    if (!failure.violations().isEmpty()) {
      List<Map<String, Object>> errors =
          failure.violations().stream().map(MnemosErrors::error).toList();
      return new ErrorAnswer(status, Map.of("detail", errors));
    }
    String detail = failure.keyProblem().map(MnemosErrors::detail).orElse(failure.message());
    return status == 429
        ? new ErrorAnswer(status, Map.of("detail", detail, "error", detail))
        : new ErrorAnswer(status, Map.of("detail", detail));
  }

  private static Map<String, Object> error(Violation violation) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("type", violation.type());
    error.put("loc", List.copyOf(violation.location()));
    error.put("msg", violation.message());
    error.put("input", null);
    return error;
  }

  private static String detail(KeyProblem problem) {
    return switch (problem) {
      case MISSING -> "Authentication required";
      case PLACEHOLDER, MALFORMED, INVALID, REVOKED, EXPIRED -> "Invalid or revoked API key";
    };
  }

  private static int status(FailureKind kind) {
    return switch (kind) {
      case MALFORMED, INVALID_FIELDS, BROKEN_RULE, UNSUPPORTED_MEDIA_TYPE -> 422;
      case BAD_REQUEST -> 400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND, UNKNOWN_ROUTE -> 404;
      case METHOD_NOT_ALLOWED -> 405;
      case CONFLICT -> 409;
      case TOO_LARGE -> 413;
      case RATE_LIMITED, QUOTA_EXCEEDED -> 429;
      case UNAVAILABLE -> 503;
      case INTERNAL -> 500;
    };
  }
}
