package io.hypnos.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.NoHandlerFoundException;

final class FailureMapperTest {
  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyErrorOfTheEngineIsKnownAndKeepsWhetherItIsRetryable(ErrorCode code) {
    Failure failure = FailureMapper.failureOf(new HypnosException(code, "because"));

    assertThat(failure.kind()).isEqualTo(FailureKind.of(code));
    assertThat(failure.kind().retryable()).isEqualTo(code.retryable());
  }

  @Test
  void detailsOfTheEngineTravelOn() {
    HypnosException thrown =
        new HypnosException(ErrorCode.CONFLICT, "taken", Map.of("field", "name"), null);

    assertThat(FailureMapper.failureOf(thrown).details()).containsEntry("field", "name");
  }

  @Test
  void whatIsInsideStaysInside() {
    Failure ours =
        FailureMapper.failureOf(new HypnosException(ErrorCode.INTERNAL, "jdbc:postgresql://x"));
    Failure unknown = FailureMapper.failureOf(new IllegalStateException("password=hunter2"));

    assertThat(ours.message()).isEqualTo("Internal Server Error");
    assertThat(unknown.kind()).isEqualTo(FailureKind.INTERNAL);
    assertThat(unknown.message()).isEqualTo("Internal Server Error");
  }

  @Test
  void routesThatAreNotThereAreToldApart() {
    Failure unknown =
        FailureMapper.failureOf(new NoHandlerFoundException("GET", "/x", new HttpHeaders()));
    Failure method =
        FailureMapper.failureOf(
            new HttpRequestMethodNotSupportedException("PUT", List.of("GET", "HEAD")));

    assertThat(unknown.kind()).isEqualTo(FailureKind.UNKNOWN_ROUTE);
    assertThat(method.kind()).isEqualTo(FailureKind.METHOD_NOT_ALLOWED);
    assertThat(method.allowedMethods()).containsExactly("GET", "HEAD");
  }

  @Test
  void otherRefusalsOfTheFrameworkAreTheCallersFault() {
    Failure failure =
        FailureMapper.failureOf(new ResponseStatusException(HttpStatus.BAD_REQUEST, "inner words"));

    assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
    assertThat(failure.message()).doesNotContain("inner words");
  }

  @Test
  void aMessageIsOneLine() {
    assertThat(Failure.of(FailureKind.CONFLICT, "two\nlines\tand\u0000more").message())
        .isEqualTo("two lines and more");
  }
}
