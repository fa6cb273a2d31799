package io.hypnos.engine.sleep;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A space as one statement saw it: what takes part in a run, without texts and vectors.
 *
 * @param spaceVersion of the space at that moment
 * @param live memories of the space, also those that take no part
 * @param modelId whose vectors can be compared: that of most memories
 */
record Cut(
    UUID tenantId,
    String space,
    Instant takenAt,
    long spaceVersion,
    long live,
    String modelId,
    List<Item> items) {

  public Cut {
    items = List.copyOf(items);
  }

  public int size() {
    return items.size();
  }

  public List<UUID> ids(int from, int to) {
    return items.subList(from, to).stream().map(Item::id).toList();
  }

  /**
   * A memory of the cut.
   *
   * @param room whose it is and where it belongs; memories of two rooms never come together
   * @param fingerprint equal for the same words
   */
  public record Item(
      UUID id,
      long rowVersion,
      String room,
      Optional<String> owner,
      String fingerprint,
      boolean pinned,
      boolean isProtected,
      String kind,
      double importance,
      double valence,
      int outcomeCount,
      int accessCount,
      Instant lastUsed,
      Instant recordedAt,
      String modelId) {}
}
