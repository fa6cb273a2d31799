package io.hypnos.engine.filter;

import java.util.List;

/**
 * A condition on one value of the metadata. A path that leads nowhere never holds.
 *
 * @param value any JSON value; {@code null} is JSON's null
 */
public record MetadataCondition(List<String> path, Operator operator, Object value) {
  public MetadataCondition {
    path = List.copyOf(path);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("a condition needs a path");
    }
    if (operator == Operator.IN && !(value instanceof List<?>)) {
      throw new IllegalArgumentException("IN takes a list");
    }
  }

  /** How the stored value is compared. */
  public enum Operator {
    /** The same JSON value; numbers by value. */
    EQ,
    /**
     * An array has the value (or all of them), an object the sub-object, a string the substring.
     */
    CONTAINS,
    /** The value, or one element of a stored array, is one of the list. */
    IN
  }
}
