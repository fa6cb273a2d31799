package io.hypnos.engine.hygiene;

import io.hypnos.engine.memory.Memory;
import java.util.List;

/**
 * Memories that say the same.
 *
 * @param keeper the one to keep: pinned, else the most important, else the newest
 * @param others the ones that may go; none of them is pinned
 */
public record Duplicates(Memory keeper, List<Memory> others) {
  public Duplicates {
    others = List.copyOf(others);
  }
}
