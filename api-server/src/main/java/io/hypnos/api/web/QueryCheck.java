package io.hypnos.api.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses a query with a NUL, which no value of ours holds and the database cannot be asked for.
 */
public final class QueryCheck implements HandlerInterceptor {
  private static final String NUL = "%00";

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    String query = request.getQueryString();
    if (query != null && query.contains(NUL)) {
      throw new FailedRequestException(
          Failure.invalid(
              Arrays.stream(query.split("&"))
                  .filter(parameter -> parameter.contains(NUL))
                  .map(QueryCheck::violation)
                  .toList()));
    }
    return true;
  }

  private static Violation violation(String parameter) {
    return new Violation(
        List.of("query", parameter.split("=", 2)[0]), "String must not hold NUL", "string_unicode");
  }
}
