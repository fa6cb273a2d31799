package io.hypnos.engine.extraction;

import java.util.Set;

/**
 * How two texts differ in what must not be overlooked.
 *
 * @param added salient items of the first that the second lacks
 * @param dropped salient items of the second that the first lacks
 * @param shared salient items of both
 * @param newStems content-word stems of the first that the second lacks
 */
public record SalienceDelta(
    Set<String> added, Set<String> dropped, Set<String> shared, Set<String> newStems) {

  /** Whether numbers, dates, times, identifiers, names and negation agree. */
  public boolean agrees() {
    return added.isEmpty() && dropped.isEmpty();
  }
}
