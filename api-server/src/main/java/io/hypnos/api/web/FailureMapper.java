package io.hypnos.api.web;

import io.hypnos.engine.error.HypnosException;
import java.util.List;
import java.util.Optional;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;

/** Recognises every exception that can come out of a request. */
final class FailureMapper {
  private FailureMapper() {}

  static Failure failureOf(Exception thrown) {
    if (thrown instanceof FailedRequestException known) {
      return known.failure();
    }
    if (thrown instanceof HypnosException known) {
      return ofEngine(known);
    }
    if (thrown instanceof NoHandlerFoundException) {
      return Failure.unknownRoute();
    }
    if (thrown instanceof HttpRequestMethodNotSupportedException wrong) {
      String[] allowed = wrong.getSupportedMethods();
      return Failure.methodNotAllowed(allowed == null ? List.of() : List.of(allowed));
    }
    if (thrown instanceof HttpMediaTypeNotSupportedException) {
      return Failure.wrongContentType("Content type is not supported by this route.");
    }
    return ofSpring(thrown).orElseGet(Failure::internal);
  }

  private static Failure ofEngine(HypnosException known) {
    FailureKind kind = FailureKind.of(known.code());
    return kind == FailureKind.INTERNAL
        ? Failure.internal()
        : Failure.of(kind, known.getMessage(), known.details());
  }

  private static Optional<Failure> ofSpring(Exception thrown) {
    if (thrown instanceof MissingServletRequestParameterException missing) {
      return Optional.of(invalidQuery(missing.getParameterName(), "Field required", "missing"));
    }
    if (thrown instanceof MethodArgumentTypeMismatchException mismatch) {
      return Optional.of(
          invalidQuery(mismatch.getName(), "Input is not of the expected type", "value_error"));
    }
    if (thrown instanceof ErrorResponse response && response.getStatusCode().is4xxClientError()) {
      return Optional.of(Failure.badRequest());
    }
    return Optional.empty();
  }

  private static Failure invalidQuery(String name, String message, String type) {
    return Failure.invalid(List.of(new Violation(List.of("query", name), message, type)));
  }
}
