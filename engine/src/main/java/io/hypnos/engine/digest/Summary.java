package io.hypnos.engine.digest;

import java.time.Instant;
import java.util.List;

/**
 * What a space is about.
 *
 * @param basedOn how many memories it was made from
 */
public record Summary(String text, List<String> themes, int basedOn, Instant madeAt) {
  public Summary {
    themes = List.copyOf(themes);
  }
}
