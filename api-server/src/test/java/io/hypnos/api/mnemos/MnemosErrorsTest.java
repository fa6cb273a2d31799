package io.hypnos.api.mnemos;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.web.Dialect;
import io.hypnos.api.web.ErrorAnswer;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.api.web.KeyProblem;
import io.hypnos.api.web.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MnemosErrorsTest {
  private static final Failure INVALID =
      Failure.invalid(List.of(new Violation(List.of("body", "text"), "Field required", "missing")));

  private final MnemosErrors errors = new MnemosErrors();

  @ParameterizedTest
  @CsvSource({
    "BAD_REQUEST, 400",
    "MALFORMED, 422",
    "INVALID_FIELDS, 422",
    "BROKEN_RULE, 422",
    "UNSUPPORTED_MEDIA_TYPE, 422",
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
    "MISSING, Authentication required",
    "PLACEHOLDER, Invalid or revoked API key",
    "MALFORMED, Invalid or revoked API key",
    "INVALID, Invalid or revoked API key",
    "REVOKED, Invalid or revoked API key",
    "EXPIRED, Invalid or revoked API key"
  })
  void anUnknownCallerIsToldInTheWordsOfTheDialect(KeyProblem problem, String detail) {
    assertThat(errors.render(Failure.unknownCaller(problem), "req_1").body())
        .isEqualTo(Map.of("detail", detail));
  }

  @Test
  void detailIsAListWhenFieldsAreWrong() {
    assertThat(errors.render(INVALID, "req_1").body())
        .hasToString("{detail=[{type=missing, loc=[body, text], msg=Field required, input=null}]}");
  }

  @Test
  void aRateLimitIsToldTwice() {
    ErrorAnswer answer = errors.render(Failure.rateLimited(300, Duration.ofSeconds(9)), "req_1");

    assertThat(answer.body())
        .containsEntry("detail", "Rate limit exceeded: 300 per 1 minute")
        .containsEntry("error", "Rate limit exceeded: 300 per 1 minute");
  }

  @Test
  void itSpeaksItsOwnDialect() {
    assertThat(errors.dialect()).isEqualTo(Dialect.MNEMOS);
  }
}
