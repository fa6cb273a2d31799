package io.hypnos.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a query, read one by one. What is wrong is collected: ask for every parameter,
 * then {@link #check()}.
 */
public final class QueryFields {
  private static final Set<String> YES = Set.of("true", "1", "yes", "on", "t", "y");
  private static final Set<String> NO = Set.of("false", "0", "no", "off", "f", "n");

  private final HttpServletRequest request;
  private final List<Violation> violations = new ArrayList<>();

  public QueryFields(HttpServletRequest request) {
    this.request = request;
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(request.getParameter(name));
  }

  public int integer(String name, int lowest, int highest, int otherwise) {
    return text(name)
        .map(
            text -> {
              try {
                return inRange(name, Integer.parseInt(text.strip()), lowest, highest).intValue();
              } catch (NumberFormatException e) {
                reject(name, "Input should be a valid integer", "int_parsing");
                return otherwise;
              }
            })
        .orElse(otherwise);
  }

  public double number(String name, double lowest, double highest, double otherwise) {
    return text(name)
        .map(
            text -> {
              try {
                return inRange(name, Double.parseDouble(text.strip()), lowest, highest);
              } catch (NumberFormatException e) {
                reject(name, "Input should be a valid number", "float_parsing");
                return otherwise;
              }
            })
        .orElse(otherwise);
  }

  private Double inRange(String name, double value, double lowest, double highest) {
    if (!(value >= lowest && value <= highest)) {
      reject(
          name,
          "Input should be between %s and %s"
              .formatted(JsonValues.shortest(lowest), JsonValues.shortest(highest)),
          "value_error");
      return lowest;
    }
    return value;
  }

  public boolean flag(String name, boolean otherwise) {
    Optional<String> text = text(name).map(value -> value.strip().toLowerCase(Locale.ROOT));
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!YES.contains(text.get()) && !NO.contains(text.get())) {
      reject(name, "Input should be a valid boolean", "bool_parsing");
    }
    return YES.contains(text.get());
  }

  public void reject(String name, String message, String type) {
    violations.add(new Violation(List.of("query", name), message, type));
  }

  /** Ends the request when anything was wrong. */
  public void check() {
    if (!violations.isEmpty()) {
      throw new FailedRequestException(Failure.invalid(violations));
    }
  }
}
