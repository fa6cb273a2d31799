package io.hypnos.api.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.web.Dialect;
import io.hypnos.api.web.ErrorAnswer;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.api.web.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OperatorErrorsTest {
  private static final Failure INVALID =
      Failure.invalid(List.of(new Violation(List.of("body", "text"), "Field required", "missing")));

  private final OperatorErrors errors = new OperatorErrors();

  @ParameterizedTest
  @CsvSource({
    "BAD_REQUEST, 400",
    "MALFORMED, 400",
    "INVALID_FIELDS, 422",
    "BROKEN_RULE, 422",
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

  @Test
  void anErrorHasACodeAMessageAndTheRequest() {
    ErrorAnswer answer = errors.render(Failure.of(FailureKind.CONFLICT, "taken"), "req_1");

    assertThat(answer.body())
        .hasToString("{error={code=conflict, message=taken, request_id=req_1}}");
  }

  @Test
  void wrongFieldsAreToldInTheMessage() {
    assertThat(errors.render(INVALID, "req_1").body())
        .hasToString(
            "{error={code=invalid_fields, message=text: Field required, request_id=req_1}}");
  }

  @Test
  void itSpeaksItsOwnDialect() {
    assertThat(errors.dialect()).isEqualTo(Dialect.OPERATOR);
  }
}
