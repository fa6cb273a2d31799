package io.hypnos.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;

/** Which part of a list is wanted: {@code limit} 1 to 1000, {@code offset} from 0. */
public record PageQuery(int limit, int offset) {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 1_000;

  static PageQuery from(HttpServletRequest request) {
    List<Violation> violations = new ArrayList<>();
    int limit = number(request, "limit", 1, MOST, DEFAULT_LIMIT, violations);
    int offset = number(request, "offset", 0, Integer.MAX_VALUE, 0, violations);
    if (!violations.isEmpty()) {
      throw new FailedRequestException(Failure.invalid(violations));
    }
    return new PageQuery(limit, offset);
  }

  private static int number(
      HttpServletRequest request,
      String name,
      int lowest,
      int highest,
      int otherwise,
      List<Violation> violations) {
    String text = request.getParameter(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= lowest && number <= highest) {
        return number;
      }
      violations.add(
          new Violation(
              List.of("query", name),
              "Input should be between " + lowest + " and " + highest,
              "value_error"));
    } catch (NumberFormatException e) {
      violations.add(
          new Violation(List.of("query", name), "Input should be a valid integer", "int_parsing"));
    }
    return otherwise;
  }
}
