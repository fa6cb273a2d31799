package io.hypnos.connectors.sync;

import java.util.Map;

/**
 * Changes of a source from a position on. A position is what {@link Page#next} gave last, and empty
 * at first. It is stored only after the items before it are safe, so a feed may be asked from the
 * same position again and must then tell the same changes or newer ones.
 */
public interface Feed {
  /** Names its position in the cursor of the connection. */
  String name();

  Page read(Map<String, String> position);
}
