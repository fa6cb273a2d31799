package io.hypnos.connectors.call;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads what providers send, where anything may be missing or null. */
public final class Fields {
  private Fields() {}

  /** A text or a number at the end of a path; empty when it is not there or blank. */
  public static Optional<String> text(JsonNode node, String... path) {
    JsonNode at = node;
    for (String name : path) {
      at = at.path(name);
    }
    return at.isString() || at.isNumber() || at.isBoolean()
        ? Optional.of(at.asString()).filter(text -> !text.isBlank())
        : Optional.empty();
  }

  public static Optional<Instant> time(JsonNode node, String... path) {
    return text(node, path).flatMap(Fields::time);
  }

  public static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  public static boolean flag(JsonNode node, String name) {
    return node.path(name).isBoolean() && node.path(name).asBoolean();
  }
}
