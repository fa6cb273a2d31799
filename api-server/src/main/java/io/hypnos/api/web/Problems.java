package io.hypnos.api.web;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads one of many items of a request: what is wrong with it is said of that item alone. */
public final class Problems {
  private Problems() {}

  /**
   * What was read, or what is wrong.
   *
   * @param value absent when there is a problem
   */
  public record Outcome<T>(Optional<T> value, Optional<String> problem) {}

  public static <T> Outcome<T> of(Supplier<T> reading) {
    try {
      return new Outcome<>(Optional.of(reading.get()), Optional.empty());
    } catch (FailedRequestException e) {
      String problem =
          e.failure().violations().stream()
              .map(violation -> last(violation.where()) + ": " + violation.message())
              .collect(Collectors.joining("; "));
      return new Outcome<>(
          Optional.empty(), Optional.of(problem.isEmpty() ? e.failure().message() : problem));
    }
  }

  private static String last(String where) {
    return where.substring(where.lastIndexOf('.') + 1);
  }
}
