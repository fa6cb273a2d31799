package io.hypnos.api.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong with a body. */
final class BodyViolations {
  private final List<Violation> found = new ArrayList<>();

  void add(String message, String type, Object... location) {
    List<Object> full = new ArrayList<>();
    full.add("body");
    full.addAll(List.of(location));
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
