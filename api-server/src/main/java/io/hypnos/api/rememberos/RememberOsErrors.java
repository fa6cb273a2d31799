package io.hypnos.api.rememberos;

import io.hypnos.api.web.Dialect;
import io.hypnos.api.web.ErrorAnswer;
import io.hypnos.api.web.ErrorRenderer;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.api.web.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Failures as {@code {"detail": …}}: a text, or with 422 a list of what is wrong where. */
final class RememberOsErrors implements ErrorRenderer {
  private static final Set<String> BROKEN_RULES = Set.of("space_exists", "other_request");

  @Override
  public Dialect dialect() {
    return Dialect.REMEMBEROS;
  }

  @Override
  public ErrorAnswer render(Failure failure, String requestId) {
    int status = breaksRule(failure) ? 400 : status(failure.kind());
    Object detail =
        status == 422
            ? failure.violations().stream().map(RememberOsErrors::error).toList()
            : failure.message();
    return new ErrorAnswer(status, Map.of("detail", detail));
  }

  /** A name that is taken, or a repeat that is none, is a broken rule in this dialect. */
  private static boolean breaksRule(Failure failure) {
    return failure.kind() == FailureKind.CONFLICT
        && BROKEN_RULES.contains(String.valueOf(failure.details().get("reason")));
  }

  private static Map<String, Object> error(Violation violation) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("loc", List.copyOf(violation.location()));
    error.put("msg", violation.message());
    error.put("type", violation.type());
    return error;
  }

  private static int status(FailureKind kind) {
    return switch (kind) {
      case MALFORMED, INVALID_FIELDS, UNSUPPORTED_MEDIA_TYPE -> 422;
      case BAD_REQUEST, BROKEN_RULE -> 400;
      case UNAUTHENTICATED -> 401;
      // What a plan does not include is a matter of permission in this dialect.
      case FORBIDDEN, QUOTA_EXCEEDED -> 403;
      case NOT_FOUND, UNKNOWN_ROUTE -> 404;
      case METHOD_NOT_ALLOWED -> 405;
      case CONFLICT -> 409;
      case TOO_LARGE -> 413;
      case RATE_LIMITED -> 429;
      case UNAVAILABLE -> 503;
      case INTERNAL -> 500;
    };
  }
}
