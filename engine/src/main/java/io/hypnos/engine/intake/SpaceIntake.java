package io.hypnos.engine.intake;

import java.util.Optional;

/**
 * How intake treats what comes into a space.
 *
 * @param policy what a repeat is, by the name of a {@code WritePolicy}; absent: as what comes says,
 *     else everything is kept
 * @param concepts whether concepts are read from texts that bring none
 * @param facts whether each fact of a text becomes a memory of its own beside it
 * @param triples whether triples are read from texts
 */
public record SpaceIntake(
    Optional<String> policy, boolean concepts, boolean facts, boolean triples) {
  public static final SpaceIntake PLAIN = new SpaceIntake(Optional.empty(), false, false, false);

  /** Whether texts have to be read at all. */
  boolean reads() {
    return concepts || facts || triples;
  }
}
