package io.hypnos.engine.memory;

import java.util.List;
import java.util.UUID;

/**
 * What a deletion took away.
 *
 * @param requested the memories that were asked for and existed
 * @param derived memories made from them alone, which went with them
 * @param stale memories made from them among others, which must be made again
 * @param hiddenPredecessors memories that they had superseded; those stay out of sight
 * @param files attached files whose bytes go as well
 */
public record Removal(
    List<UUID> requested,
    List<UUID> derived,
    List<UUID> stale,
    List<UUID> hiddenPredecessors,
    int files) {
  static final Removal NOTHING = new Removal(List.of(), List.of(), List.of(), List.of(), 0);

  public Removal {
    requested = List.copyOf(requested);
    derived = List.copyOf(derived);
    stale = List.copyOf(stale);
    hiddenPredecessors = List.copyOf(hiddenPredecessors);
  }

  /** Memories that are gone. */
  public int removed() {
    return requested.size() + derived.size();
  }
}
