package io.hypnos.api.mnemoverse;

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
 * Failures as {@code {code, message, requestId, retryable, details}}. A route that does not exist
 * has no code: clients then know that the server lacks the feature.
 */
final class MnemoverseErrors implements ErrorRenderer {

  @Override
  public Dialect dialect() {
    return Dialect.MNEMOVERSE;
  }

  @Override
  public ErrorAnswer render(Failure failure, String requestId) {
    int status = status(failure.kind());
    if (failure.kind() == FailureKind.UNKNOWN_ROUTE) {
      return new ErrorAnswer(status, Map.of("detail", failure.message()));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("code", code(failure.kind()));
    body.put("message", failure.message());
    body.put("requestId", requestId);
    body.put("retryable", retryable(failure));
    body.put("details", details(failure));
    return new ErrorAnswer(status, body);
  }

  /** What somebody else is doing just now will be done soon. */
  private static boolean retryable(Failure failure) {
    return failure.kind().retryable()
        || (failure.kind() == FailureKind.CONFLICT
            && "in_progress".equals(failure.details().get("reason")));
  }

  private static Map<String, Object> details(Failure failure) {
    Map<String, Object> details = new LinkedHashMap<>(failure.details());
    failure.keyProblem().ifPresent(problem -> details.put("reason", reason(problem)));
    if (!failure.violations().isEmpty()) {
      details.put("errors", failure.violations().stream().map(MnemoverseErrors::error).toList());
    }
    return details;
  }

  private static Map<String, Object> error(Violation violation) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("loc", List.copyOf(violation.location()));
    error.put("msg", violation.message());
    error.put("type", violation.type());
    return error;
  }

  private static String reason(KeyProblem problem) {
    return switch (problem) {
      case MISSING -> "missing_key";
      case PLACEHOLDER -> "placeholder_key";
      case MALFORMED -> "malformed_key";
      case INVALID -> "invalid_key";
      // The clients know no word for expired; their advice for a revoked key fits.
      case REVOKED, EXPIRED -> "revoked_key";
    };
  }

  private static int status(FailureKind kind) {
    return switch (kind) {
      case BAD_REQUEST, MALFORMED, BROKEN_RULE -> 400;
      case INVALID_FIELDS -> 422;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND, UNKNOWN_ROUTE -> 404;
      case METHOD_NOT_ALLOWED -> 405;
      case TOO_LARGE -> 413;
      case CONFLICT -> 409;
      case RATE_LIMITED, QUOTA_EXCEEDED -> 429;
      case UNAVAILABLE -> 503;
      case INTERNAL -> 500;
    };
  }

  private static String code(FailureKind kind) {
    return switch (kind) {
      case BAD_REQUEST,
          MALFORMED,
          BROKEN_RULE,
          INVALID_FIELDS,
          UNSUPPORTED_MEDIA_TYPE,
          METHOD_NOT_ALLOWED,
          TOO_LARGE ->
          "VALIDATION_ERROR";
      case UNAUTHENTICATED -> "UNAUTHORIZED";
      case FORBIDDEN -> "FORBIDDEN";
      case NOT_FOUND, UNKNOWN_ROUTE -> "NOT_FOUND";
      case CONFLICT -> "CONFLICT";
      case RATE_LIMITED, QUOTA_EXCEEDED -> "RATE_LIMITED";
      case UNAVAILABLE -> "UNAVAILABLE";
      case INTERNAL -> "INTERNAL";
    };
  }
}
