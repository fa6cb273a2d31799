package io.hypnos.engine.graph;

import java.util.Locale;

/** Who drew an edge. */
public enum EdgeOrigin {
  /** A caller. */
  NATIVE,
  /** Followed from another record that the same caller wrote. */
  PROJECTED,
  /** The engine, from what the memories say. */
  DERIVED;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static EdgeOrigin of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
