package io.hypnos.engine.memory;

import java.util.Optional;

/**
 * What sort of memory it is.
 *
 * @param kind note, fact, preference, episode, procedure, insight, goal, document, prototype, …
 * @param level how far from the raw event: 1 as told, 2 derived, 3 a goal
 * @param quality 0–100, as rated
 */
public record Traits(
    String kind, int level, Optional<String> category, Optional<String> subcategory, int quality) {
  public static final String NOTE = "note";
  public static final String PROTOTYPE = "prototype";

  static final int USUAL_QUALITY = 75;

  public static final Traits PLAIN =
      new Traits(NOTE, 1, Optional.empty(), Optional.empty(), USUAL_QUALITY);

  public Traits withKind(String other) {
    return new Traits(other, level, category, subcategory, quality);
  }

  public Traits withCategory(Optional<String> other) {
    return new Traits(kind, level, other, subcategory, quality);
  }
}
