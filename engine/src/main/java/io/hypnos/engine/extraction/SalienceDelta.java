package io.hypnos.engine.extraction;

import java.util.Set;

/**
 * How two texts differ in what must not be overlooked.
 *
 * @param added salient items of the first that the second lacks
 * @param dropped salient items of the second that the first lacks
 * @param shared salient items of both
 * @param newStems content-word stems of the first that the second lacks
 * @param turned whether the first has one of several little words or signs that exclude each other
 *     where the second has another: on for off, before for after
 */
public record SalienceDelta(
    Set<String> added,
    Set<String> dropped,
    Set<String> shared,
    Set<String> newStems,
    boolean turned) {

  /** Whether numbers, dates, times, identifiers, names and negation agree. */
  public boolean agrees() {
    return added.isEmpty() && dropped.isEmpty() && !turned;
  }

  /**
   * Whether the first says anything that the second does not. To leave something out says nothing
   * new, unless it is a negation.
   */
  public boolean adds() {
    return !added.isEmpty() || !newStems.isEmpty() || turned || dropped.contains(Salience.NEGATION);
  }
}
