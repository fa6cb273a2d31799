package io.hypnos.engine.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryMapper;
import io.hypnos.engine.visibility.Condition;
import io.hypnos.engine.visibility.SqlVisibility;
import io.hypnos.engine.visibility.Visibility;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What was written to a space in the last moment. Which memories those are and whether they may be
 * seen is asked of the record each time; only their text and vectors are kept, because a busy space
 * would read the same rows again with every write.
 */
final class RecentMemories {
  /** Longer than the index waits before it refreshes by itself. */
  private static final Duration UNREFRESHED = Duration.ofSeconds(3);

  /** Newest memories of a space that are compared one by one. */
  private static final int MOST_RECENT = 500;

  private static final long MOST_KEPT_BYTES = 16L << 20;

  private final Clock clock;
  private final Cache<Version, Candidate> kept =
      Caffeine.newBuilder()
          .expireAfterWrite(UNREFRESHED.multipliedBy(2))
          .maximumWeight(MOST_KEPT_BYTES)
          .weigher((Version version, Candidate candidate) -> candidate.bytes())
          .build();

  private record Version(UUID id, long rowVersion) {}

  RecentMemories(Clock clock) {
    this.clock = clock;
  }

  List<Candidate> of(Handle handle, Visibility visibility, String space) {
    List<Version> versions = versions(handle, visibility, space);
    Map<Version, Candidate> found = new LinkedHashMap<>(kept.getAllPresent(versions));
    List<UUID> missing =
        versions.stream().filter(each -> !found.containsKey(each)).map(Version::id).toList();
    for (Memory memory : byIds(handle, visibility, missing)) {
      Version version = new Version(memory.id(), memory.rowVersion());
      Candidate candidate = Candidate.of(memory);
      kept.put(version, candidate);
      found.put(version, candidate);
    }
    return new ArrayList<>(found.values());
  }

  /** Those of the memories that stand and may be seen. */
  Map<UUID, Candidate> standing(Handle handle, Visibility visibility, Collection<UUID> ids) {
    Map<UUID, Candidate> standing = new HashMap<>();
    byIds(handle, visibility, ids)
        .forEach(memory -> standing.put(memory.id(), Candidate.of(memory)));
    return standing;
  }

  private List<Version> versions(Handle handle, Visibility visibility, String space) {
    Condition visible = SqlVisibility.of(visibility);
    return visible
        .bindTo(
            handle.createQuery(
                "SELECT memory_id, row_version\n"
                    + "FROM memory\nWHERE space = :space AND recorded_at > :since\n  AND "
                    + visible.sql()
                    + "\nORDER BY recorded_at DESC, memory_id DESC\nLIMIT :limit"))
        .bind("space", space)
        .bind("since", Timestamp.from(clock.instant().minus(UNREFRESHED)))
        .bind("limit", MOST_RECENT)
        .map(
            (row, context) ->
                new Version(row.getObject("memory_id", UUID.class), row.getLong("row_version")))
        .list();
  }

  private static List<Memory> byIds(Handle handle, Visibility visibility, Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    Condition visible = SqlVisibility.of(visibility);
    return visible
        .bindTo(
            handle.createQuery(
                "SELECT "
                    + MemoryMapper.COLUMNS
                    + "\nFROM memory\nWHERE memory_id = ANY(:ids)\n  AND "
                    + visible.sql()))
        .bind("ids", ids.toArray(UUID[]::new))
        .map(new MemoryMapper())
        .list();
  }
}
