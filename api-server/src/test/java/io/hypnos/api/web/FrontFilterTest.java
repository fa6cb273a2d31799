package io.hypnos.api.web;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FrontFilterTest {
  private final FrontFilter filter =
      new FrontFilter(
          new FailureResponder(
              Arrays.stream(Dialect.values()).map(FrontFilterTest::renderer).toList(),
              Json.mapper()),
          () -> new RateWindow(1, 1, Instant.EPOCH));

  private static ErrorRenderer renderer(Dialect dialect) {
    return new ErrorRenderer() {
      @Override
      public Dialect dialect() {
        return dialect;
      }

      @Override
      public ErrorAnswer render(Failure failure, String requestId) {
        return new ErrorAnswer(500, Map.of());
      }
    };
  }

  /** Swallowed, it would end the answer as if it were whole. */
  @Test
  void whatFailsAfterHalfAnAnswerReachesTheContainer() {
    RuntimeException failure = new IllegalStateException("the record is gone");

    assertThatThrownBy(
            () ->
                filter.doFilter(
                    request(),
                    committed(),
                    (request, response) -> {
                      throw failure;
                    }))
        .isInstanceOf(ServletException.class)
        .hasCause(failure);
  }

  @Test
  void theDispatcherLeavesSuchAFailureAlone() {
    FailureResolver resolver =
        new FailureResolver(new FailureResponder(renderers(), Json.mapper()));

    org.assertj.core.api.Assertions.assertThat(
            resolver.resolveException(
                request(), committed(), this, new IllegalStateException("late")))
        .isNull();
  }

  private static List<ErrorRenderer> renderers() {
    return Arrays.stream(Dialect.values()).map(FrontFilterTest::renderer).toList();
  }

  private static HttpServletRequest request() {
    Map<Object, Object> attributes = new HashMap<>();
    return proxy(
        HttpServletRequest.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getRequestURI" -> "/api/v1/memory/export";
              case "getMethod" -> "GET";
              case "getAttribute" -> attributes.get(arguments[0]);
              case "setAttribute" -> {
                attributes.put(arguments[0], arguments[1]);
                yield null;
              }
              default -> null;
            });
  }

  private static HttpServletResponse committed() {
    return proxy(
        HttpServletResponse.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "isCommitted" -> true;
              case "getStatus" -> 200;
              default -> null;
            });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
