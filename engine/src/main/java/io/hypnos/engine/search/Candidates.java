package io.hypnos.engine.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.visibility.Condition;
import io.hypnos.engine.visibility.SqlVisibility;
import io.hypnos.engine.visibility.Visibility;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Memories that a new text is compared with. Which those are and whether they may be seen is asked
 * of the record each time; only text and vectors of the latest are kept, because a busy space would
 * read the same rows again with every write.
 */
final class Candidates {
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

  Candidates(Clock clock) {
    this.clock = clock;
  }

  /** What was written to the space in the last moment. */
  List<Candidate> recent(Handle handle, Visibility visibility, String space) {
    List<Version> versions = versions(handle, visibility, space);
    Map<Version, Candidate> found = new LinkedHashMap<>(kept.getAllPresent(versions));
    List<UUID> missing =
        versions.stream().filter(each -> !found.containsKey(each)).map(Version::id).toList();
    for (Memory memory : load(handle, visibility, missing)) {
      Version version = new Version(memory.id(), memory.rowVersion());
      Candidate candidate = Candidate.of(memory);
      kept.put(version, candidate);
      found.put(version, candidate);
    }
    return new ArrayList<>(found.values());
  }

  /** Those of the memories that stand and may be seen. */
  List<Candidate> standing(Handle handle, Visibility visibility, Collection<UUID> ids) {
    return load(handle, visibility, ids).stream().map(Candidate::of).toList();
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

  private static Collection<Memory> load(
      Handle handle, Visibility visibility, Collection<UUID> ids) {
    return ids.isEmpty()
        ? List.of()
        : new CandidateRecords(visibility, MemoryFilter.NONE).load(handle, ids).values();
  }
}
