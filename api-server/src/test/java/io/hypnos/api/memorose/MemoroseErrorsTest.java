package io.hypnos.api.memorose;

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

final class MemoroseErrorsTest {
  private static final Failure INVALID =
      Failure.invalid(List.of(new Violation(List.of("body", "text"), "Field required", "missing")));

  private final MemoroseErrors errors = new MemoroseErrors();

  @ParameterizedTest
  @CsvSource({
    "BAD_REQUEST, 400",
    "MALFORMED, 400",
    "INVALID_FIELDS, 422",
    "BROKEN_RULE, 400",
    "UNSUPPORTED_MEDIA_TYPE, 415",
    "UNAUTHENTICATED, 401",
    "FORBIDDEN, 403",
    "NOT_FOUND, 404",
    "UNKNOWN_ROUTE, 404",
    "METHOD_NOT_ALLOWED, 405",
    "TOO_LARGE, 413",
    "CONFLICT, 409",
    "RATE_LIMITED, 429",
    "QUOTA_EXCEEDED, 429",
    "UNAVAILABLE, 503",
    "INTERNAL, 500"
  })
  void everyFailureHasItsStatus(FailureKind kind, int status) {
    assertThat(errors.render(Failure.of(kind, "why"), "req_1").status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "MISSING, Missing API key",
    "PLACEHOLDER, Invalid API key",
    "MALFORMED, Invalid API key",
    "INVALID, Invalid API key",
    "REVOKED, Invalid API key",
    "EXPIRED, Invalid API key"
  })
  void anUnknownCallerIsToldInTheWordsOfTheDialect(KeyProblem problem, String error) {
    assertThat(errors.render(Failure.unknownCaller(problem), "req_1").body())
        .isEqualTo(Map.of("error", error));
  }

  @Test
  void wrongFieldsAreToldInOneText() {
    ErrorAnswer answer = errors.render(INVALID, "req_1");

    assertThat(answer.body()).isEqualTo(Map.of("error", "text: Field required"));
  }

  @Test
  void itSpeaksItsOwnDialect() {
    assertThat(errors.dialect()).isEqualTo(Dialect.MEMOROSE);
  }
}
