package io.hypnos.engine.sleep;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A step of a run. A run does those that it names, always in this order. */
public enum Phase {
  /** Takes a consistent cut of the space. */
  REPLAY,
  /** Takes out of sight what has expired and archives what has lain unused too long. */
  ARCHIVE,
  /** Folds memories that say the very same into one of them, the keeper. */
  DEDUPLICATE,
  /** Ends facts that newer ones have replaced and marks those that contradict each other. */
  RESOLVE,
  /** Finds what stands out and groups what is alike. */
  CLUSTER,
  /** Writes a prototype for each group. */
  SYNTHESISE,
  /** Takes the members of a group out of sight, behind its prototype. */
  CONSOLIDATE,
  /** Finds facts and tasks in texts that were not read for them yet. */
  EXTRACT,
  /** Shares what several persons' memories say alike, without what is personal in it. */
  PROMOTE,
  /** Archives what was forgotten: of little worth, and not recalled for long. */
  DECAY;

  /** The heart of a sleep: what is alike becomes a prototype, its members stand behind it. */
  public static final Set<Phase> CONSOLIDATION =
      Set.copyOf(EnumSet.of(REPLAY, CLUSTER, SYNTHESISE, CONSOLIDATE));

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Phase of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
