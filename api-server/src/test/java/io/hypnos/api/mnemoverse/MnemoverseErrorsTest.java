package io.hypnos.api.mnemoverse;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.web.Dialect;
import io.hypnos.api.web.ErrorAnswer;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.api.web.KeyProblem;
import io.hypnos.api.web.Violation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MnemoverseErrorsTest {
  private final MnemoverseErrors errors = new MnemoverseErrors();

  @ParameterizedTest
  @CsvSource({
    "BAD_REQUEST, 400, VALIDATION_ERROR, false",
    "MALFORMED, 400, VALIDATION_ERROR, false",
    "INVALID_FIELDS, 422, VALIDATION_ERROR, false",
    "BROKEN_RULE, 400, VALIDATION_ERROR, false",
    "UNSUPPORTED_MEDIA_TYPE, 415, VALIDATION_ERROR, false",
    "UNAUTHENTICATED, 401, UNAUTHORIZED, false",
    "FORBIDDEN, 403, FORBIDDEN, false",
    "NOT_FOUND, 404, NOT_FOUND, false",
    "METHOD_NOT_ALLOWED, 405, VALIDATION_ERROR, false",
    "TOO_LARGE, 413, VALIDATION_ERROR, false",
    "CONFLICT, 409, CONFLICT, false",
    "RATE_LIMITED, 429, RATE_LIMITED, true",
    "QUOTA_EXCEEDED, 429, RATE_LIMITED, false",
    "UNAVAILABLE, 503, UNAVAILABLE, true",
    "INTERNAL, 500, INTERNAL, true"
  })
  void everyFailureHasItsStatusAndCode(
      FailureKind kind, int status, String code, boolean retryable) {
    ErrorAnswer answer = errors.render(Failure.of(kind, "why"), "req_1");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body())
        .containsEntry("code", code)
        .containsEntry("message", "why")
        .containsEntry("requestId", "req_1")
        .containsEntry("retryable", retryable)
        .containsEntry("details", Map.of());
  }

  @Test
  void aRouteThatIsNotOfferedHasNoCode() {
    assertThat(errors.render(Failure.unknownRoute(), "req_1").body())
        .isEqualTo(Map.of("detail", "Not Found"));
  }

  @ParameterizedTest
  @CsvSource({
    "MISSING, missing_key",
    "PLACEHOLDER, placeholder_key",
    "MALFORMED, malformed_key",
    "INVALID, invalid_key",
    "REVOKED, revoked_key",
    "EXPIRED, revoked_key"
  })
  void anUnknownCallerLearnsTheReason(KeyProblem problem, String reason) {
    ErrorAnswer answer = errors.render(Failure.unknownCaller(problem), "req_1");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).containsEntry("details", Map.of("reason", reason));
    assertThat(answer.body().get("message").toString()).contains("API key");
  }

  @Test
  void violationsAreListed() {
    Failure failure =
        Failure.invalid(
            List.of(new Violation(List.of("body", "concepts", 3), "too long", "string_too_long")));

    assertThat(errors.render(failure, "req_1").body().get("details"))
        .hasToString("{errors=[{loc=[body, concepts, 3], msg=too long, type=string_too_long}]}");
  }

  @Test
  void itSpeaksItsOwnDialect() {
    assertThat(errors.dialect()).isEqualTo(Dialect.MNEMOVERSE);
  }
}
