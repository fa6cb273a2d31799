package io.hypnos.engine.hygiene;

import java.util.HashMap;
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

  /** Of nothing. */
  public static final SpaceHealth NONE = new SpaceHealth(0, 0, 0, 0, 0, 0, 0, Map.of());

  /** Of both together. */
  public SpaceHealth plus(SpaceHealth other) {
    Map<String, Long> both = new HashMap<>(categories);
    other.categories.forEach((name, count) -> both.merge(name, count, Long::sum));
    return new SpaceHealth(
        total + other.total,
        current + other.current,
        archived + other.archived,
        pinned + other.pinned,
        stale + other.stale,
        expired + other.expired,
        superseded + other.superseded,
        both);
  }

  public long needsAttention() {
    return stale + expired + superseded;
  }
}
