package io.hypnos.engine.hygiene;

import java.util.Map;

/**
 * How a space is, in numbers.
 *
 * @param total all that is kept
 * @param current what is found: live, not archived, not expired
 * @param stale current, not pinned, and not changed for a while
 * @param superseded what something newer took the place of
 * @param categories of the current ones
 */
public record SpaceHealth(
    long total,
    long current,
    long archived,
    long pinned,
    long stale,
    long expired,
    long superseded,
    Map<String, Long> categories) {
  public SpaceHealth {
    categories = Map.copyOf(categories);
  }

  public long needsAttention() {
    return stale + expired + superseded;
  }
}
