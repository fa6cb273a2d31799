package io.hypnos.api.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong with a body. */
final class BodyViolations {
  private final List<Violation> found = new ArrayList<>();
  private final List<Object> base;

  BodyViolations() {
    this(List.of("body"));
  }

  BodyViolations(List<Object> base) {
    this.base = base;
  }

  /** For a part of the body that is judged by itself. */
  BodyViolations within(Object... location) {
    return new BodyViolations(full(location));
  }

  private List<Object> full(Object... location) {
    List<Object> full = new ArrayList<>(base);
    full.addAll(List.of(location));
    return full;
  }

  void add(String message, String type, Object... location) {
    List<Object> full = full(location);
    found.add(new Violation(full, message, type));
  }

  /** Adds a violation in the place of a value. */
  <T> Optional<T> instead(String message, String type, Object... location) {
    add(message, type, location);
    return Optional.empty();
  }

  void check() {
    if (!found.isEmpty()) {
      throw new FailedRequestException(Failure.invalid(found));
    }
  }
}
