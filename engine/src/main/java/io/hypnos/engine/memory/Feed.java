package io.hypnos.engine.memory;

import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.visibility.History;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Newest first, from a mark on: pages stay exact while writes go on.
 *
 * @param after the last memory of the page before
 */
public record Feed(
    Optional<List<String>> spaces,
    History history,
    MemoryFilter filter,
    Optional<Mark> after,
    int limit) {

  public Feed after(Optional<Mark> other) {
    return new Feed(spaces, history, filter, other, limit);
  }

  /** Where a page ended. */
  public record Mark(Instant recordedAt, UUID id) {
    public static Mark of(Memory memory) {
      return new Mark(memory.recordedAt(), memory.id());
    }
  }
}
