package io.hypnos.api.rememberos;

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

final class RememberOsErrorsTest {
  private static final Failure INVALID =
      Failure.invalid(List.of(new Violation(List.of("body", "text"), "Field required", "missing")));

  private final RememberOsErrors errors = new RememberOsErrors();

  @ParameterizedTest
  @CsvSource({
    "BAD_REQUEST, 400",
    "MALFORMED, 422",
    "INVALID_FIELDS, 422",
    "BROKEN_RULE, 400",
    "UNSUPPORTED_MEDIA_TYPE, 422",
    "UNAUTHENTICATED, 401",
    "FORBIDDEN, 403",
    "NOT_FOUND, 404",
    "UNKNOWN_ROUTE, 404",
    "METHOD_NOT_ALLOWED, 405",
    "TOO_LARGE, 413",
    "CONFLICT, 409",
    "RATE_LIMITED, 429",
    "QUOTA_EXCEEDED, 403",
    "UNAVAILABLE, 503",
    "INTERNAL, 500"
  })
  void everyFailureHasItsStatus(FailureKind kind, int status) {
    assertThat(errors.render(Failure.of(kind, "why"), "req_1").status()).isEqualTo(status);
  }

  @Test
  void detailIsAText() {
    ErrorAnswer answer = errors.render(Failure.unknownCaller(KeyProblem.MISSING), "req_1");

    assertThat(answer.body()).isEqualTo(Map.of("detail", "API key required."));
  }

  @Test
  void detailIsAListWhenFieldsAreWrong() {
    assertThat(errors.render(INVALID, "req_1").body())
        .hasToString("{detail=[{loc=[body, text], msg=Field required, type=missing}]}");
    assertThat(errors.render(Failure.malformed("no JSON"), "req_1").body())
        .hasToString("{detail=[{loc=[body], msg=no JSON, type=json_invalid}]}");
  }

  @Test
  void itSpeaksItsOwnDialect() {
    assertThat(errors.dialect()).isEqualTo(Dialect.REMEMBEROS);
  }
}
