package io.hypnos.engine.search;

import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.search.SearchResult.Hit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Which of the hits, best first, are worth their room. */
final class Selection {
  private static final int CHARACTERS_A_TOKEN = 4;

  private Selection() {}

  /** Leaves out what is nearly the same as a better hit. */
  static List<Hit> distinct(List<Hit> hits, OptionalDouble collapseAbove) {
    if (collapseAbove.isEmpty()) {
      return hits;
    }
    List<Hit> kept = new ArrayList<>();
    for (Hit hit : hits) {
      boolean repeats =
          kept.stream()
              .anyMatch(
                  better ->
                      similarity(better.memory(), hit.memory()) > collapseAbove.getAsDouble());
      if (!repeats) {
        kept.add(hit);
      }
    }
    return kept;
  }

  private static double similarity(Memory one, Memory other) {
    return one.vectors().modelId().equals(other.vectors().modelId())
        ? one.vectors().similarity(other.vectors())
        : 0;
  }

  /** Walks down the hits and passes over what does not fit any more. */
  static List<Hit> within(List<Hit> hits, OptionalInt tokenBudget) {
    if (tokenBudget.isEmpty()) {
      return hits;
    }
    List<Hit> kept = new ArrayList<>();
    long left = tokenBudget.getAsInt();
    for (Hit hit : hits) {
      long tokens = tokens(hit.memory());
      if (tokens <= left) {
        kept.add(hit);
        left -= tokens;
      }
    }
    return kept;
  }

  private static long tokens(Memory memory) {
    return Math.max(1, (memory.content().length() + CHARACTERS_A_TOKEN - 1L) / CHARACTERS_A_TOKEN);
  }
}
