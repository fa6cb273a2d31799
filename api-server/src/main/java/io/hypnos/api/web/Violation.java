package io.hypnos.api.web;

import java.util.List;

/**
 * One thing that is wrong with a request.
 *
 * @param location where: {@code body}, {@code query}, {@code path} or {@code header}, then field
 *     names and list indexes
 * @param type a stable word for the kind of mistake
 */
public record Violation(List<Object> location, String message, String type) {
  public Violation {
    location = location.stream().map(Violation::shown).toList();
    message = TextRules.oneLine(message);
  }

  /** The name of a field that nobody knows is whatever its sender wrote. */
  private static Object shown(Object place) {
    return place instanceof String name ? TextRules.oneLine(name) : place;
  }

  /** The location in one word, for people. */
  public String where() {
    return String.join(
        ".", location.stream().skip(location.size() > 1 ? 1 : 0).map(String::valueOf).toList());
  }
}
