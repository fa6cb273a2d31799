package io.hypnos.engine.version;

import java.util.Locale;

/** What a commit did to its memory. */
public enum Change {
  CREATE,
  UPDATE,
  DELETE,
  COMPRESS;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Change of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
