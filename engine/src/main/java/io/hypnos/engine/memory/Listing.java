package io.hypnos.engine.memory;

import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.visibility.History;
import java.util.List;
import java.util.Optional;

/**
 * A page of memories.
 *
 * @param spaces empty for all that can be seen
 */
public record Listing(
    Optional<List<String>> spaces,
    History history,
    MemoryFilter filter,
    Order order,
    int limit,
    int offset) {

  /** Orders of a listing; each is total, so that pages neither overlap nor leave gaps. */
  public enum Order {
    NEWEST("recorded_at DESC, ordinal DESC, memory_id DESC"),
    OLDEST("recorded_at, ordinal, memory_id"),
    PINNED_THEN_NEWEST("pinned DESC, recorded_at DESC, ordinal DESC, memory_id DESC"),
    MOST_IMPORTANT("importance DESC, recorded_at DESC, memory_id DESC"),
    LAST_CHANGED("updated_at DESC, memory_id DESC");

    private final String sql;

    Order(String sql) {
      this.sql = sql;
    }

    String sql() {
      return sql;
    }
  }
}
