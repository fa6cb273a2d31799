package io.hypnos.engine.memory;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.visibility.Condition;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.SqlVisibility;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.engine.visibility.Visibilities;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Which memory took the place of which. */
public final class Revisions {
  /** Memories that are looked at for one chain. */
  private static final int MOST_LOOKS = 64;

  private static final Comparator<Memory> OLDEST_FIRST =
      Comparator.comparing(Memory::recordedAt).thenComparing(Memory::id);

  private static final String PREDECESSORS =
      """
      SELECT superseded_by, memory_id
      FROM memory
      WHERE superseded_by = ANY(:ids)
        AND %s
      ORDER BY recorded_at, memory_id
      """;

  private final Database database;
  private final Visibilities visibilities;
  private final MemoryUse use;

  Revisions(Database database, Visibilities visibilities, MemoryUse use) {
    this.database = database;
    this.visibilities = visibilities;
    this.use = use;
  }

  /**
   * The revisions around a memory.
   *
   * @param memories oldest first
   * @param predecessors of each, where it has some
   * @param dangling successors that are named but gone
   * @param truncated whether there were too many to follow all
   */
  public record Chain(
      List<Memory> memories,
      Map<UUID, List<UUID>> predecessors,
      List<UUID> dangling,
      boolean truncated) {}

  /** What each of the memories took the place of, where it did. */
  public Map<UUID, List<UUID>> predecessors(Viewer viewer, Collection<UUID> ids) {
    return ids.isEmpty()
        ? Map.of()
        : database.inTenant(viewer.tenantId(), handle -> predecessors(handle, viewer, ids));
  }

  /** The same for memories that are shown because they were recalled, which is counted. */
  public Map<UUID, List<UUID>> predecessorsOfRecalled(Viewer viewer, Collection<UUID> ids) {
    return ids.isEmpty()
        ? Map.of()
        : use.recalled(viewer.tenantId(), ids, handle -> predecessors(handle, viewer, ids));
  }

  private Map<UUID, List<UUID>> predecessors(Handle handle, Viewer viewer, Collection<UUID> ids) {
    Condition visible = visible(handle, viewer);
    Map<UUID, List<UUID>> found = new HashMap<>();
    visible
        .bindTo(handle.createQuery(PREDECESSORS.formatted(visible.sql())))
        .bind("ids", ids.toArray(UUID[]::new))
        .map(
            (row, context) ->
                Map.entry(
                    row.getObject("superseded_by", UUID.class),
                    row.getObject("memory_id", UUID.class)))
        .forEach(
            pair ->
                found
                    .computeIfAbsent(pair.getKey(), none -> new ArrayList<>())
                    .add(pair.getValue()));
    return found;
  }

  /** Everything that came before and after a memory; empty when there is no such memory. */
  public Optional<Chain> chain(Viewer viewer, UUID id) {
    return database.inTenant(viewer.tenantId(), handle -> chain(handle, viewer, id));
  }

  private Optional<Chain> chain(Handle handle, Viewer viewer, UUID id) {
    Map<UUID, Memory> found = new LinkedHashMap<>();
    Map<UUID, List<UUID>> before = new HashMap<>();
    Set<UUID> dangling = new TreeSet<>();
    Set<UUID> asked = new TreeSet<>(Set.of(id));
    Deque<UUID> open = new ArrayDeque<>(asked);
    int looks = 0;
    while (!open.isEmpty() && looks < MOST_LOOKS) {
      UUID next = open.poll();
      looks++;
      Optional<Memory> memory = find(handle, viewer, next);
      if (memory.isEmpty()) {
        dangling.add(next);
        continue;
      }
      found.put(next, memory.get());
      List<UUID> predecessors =
          predecessors(handle, viewer, List.of(next)).getOrDefault(next, List.of());
      if (!predecessors.isEmpty()) {
        before.put(next, predecessors);
      }
      List<UUID> around = new ArrayList<>(predecessors);
      memory.get().life().supersededBy().ifPresent(around::add);
      around.stream().filter(asked::add).forEach(open::add);
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Chain(
                found.values().stream().sorted(OLDEST_FIRST).toList(),
                before,
                List.copyOf(dangling),
                !open.isEmpty()));
  }

  private Optional<Memory> find(Handle handle, Viewer viewer, UUID id) {
    Condition visible = visible(handle, viewer);
    return visible
        .bindTo(
            handle.createQuery(
                "SELECT "
                    + MemoryMapper.COLUMNS
                    + "\nFROM memory\nWHERE memory_id = :id\n  AND "
                    + visible.sql()))
        .bind("id", id)
        .map(MemoryStore.MAPPER)
        .findOne();
  }

  private Condition visible(Handle handle, Viewer viewer) {
    return SqlVisibility.of(
        visibilities.resolve(handle, viewer, Optional.empty(), History.ALL, Optional.empty()));
  }
}
