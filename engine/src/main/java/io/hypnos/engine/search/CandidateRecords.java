package io.hypnos.engine.search;

import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.filter.SqlFilter;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryMapper;
import io.hypnos.engine.visibility.Condition;
import io.hypnos.engine.visibility.SqlVisibility;
import io.hypnos.engine.visibility.Visibility;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The record decides which proposals may be shown: every statement carries visibility and filter.
 */
final class CandidateRecords {
  private static final MemoryMapper MAPPER = new MemoryMapper();

  /** Twins of one text are few; this bounds what a flood of them can do. */
  private static final String STANDING =
      """
      SELECT memory_id, recorded_at, importance, valence, concepts, expires_at,
             CASE WHEN state = 'consolidated' AND :hidesMembers THEN consolidated_into END AS behind,
             (fingerprint = :fingerprint OR episodic_key = :episode) IS TRUE AS exact
      FROM memory
      WHERE memory_id = ANY(CAST(:ids AS uuid[]) || ARRAY(
          SELECT memory_id FROM memory
          WHERE tenant_id = :seeTenant AND fingerprint = :fingerprint AND state = 'live' AND :exact
          LIMIT 500) || ARRAY(
          SELECT memory_id FROM memory
          WHERE tenant_id = :seeTenant AND episodic_key = :episode AND :exact
          LIMIT 500))
      """;

  private static final String HEADS =
      """
      SELECT memory_id, recorded_at, importance, valence, concepts, expires_at,
             CASE WHEN state = 'consolidated' AND :hidesMembers THEN consolidated_into END AS behind,
             false AS exact
      FROM memory
      WHERE memory_id = ANY(:ids)
      """;

  private static final String NARROWED = "SELECT memory_id\nFROM memory\nWHERE true\n";

  /** Prototypes of prototypes of prototypes. */
  private static final int DEEPEST = 8;

  private final Visibility visibility;
  private final Condition visible;
  private final Condition withMembers;
  private final Condition wanted;

  CandidateRecords(Visibility visibility, MemoryFilter filter) {
    this.visibility = visibility;
    this.visible = SqlVisibility.of(visibility);
    this.withMembers = SqlVisibility.of(proposed());
    this.wanted = SqlFilter.of(filter);
  }

  Visibility visibility() {
    return visibility;
  }

  /** Whom the index may propose: also those that stand behind what is shown in their place. */
  Visibility proposed() {
    return hidesMembers() ? visibility.withMembers() : visibility;
  }

  private boolean hidesMembers() {
    return !visibility.history().consolidated() && visibility.asOf().isEmpty();
  }

  /** Those of the ids that may be shown, and what has the text or the episode in any case. */
  Map<UUID, Standing> standing(
      Handle handle, Collection<UUID> ids, Optional<byte[]> fingerprint, Optional<String> episode) {
    Map<UUID, Standing> standing = new HashMap<>();
    restricted(handle, STANDING, withMembers, "")
        .bind("ids", ids.toArray(UUID[]::new))
        .bind("hidesMembers", hidesMembers())
        .bind("fingerprint", fingerprint.orElse(new byte[0]))
        .bind("episode", episode.orElse(null))
        .bind("exact", fingerprint.isPresent() || episode.isPresent())
        .map((row, context) -> standing(row))
        .forEach(each -> standing.put(each.id(), each));
    return standing;
  }

  /**
   * What stands in the place of hidden members, by its id. What is hidden from the viewer itself is
   * not there, and with it what is behind it.
   */
  Map<UUID, Standing> heads(Handle handle, Collection<Standing> all) {
    Map<UUID, Standing> heads = new HashMap<>();
    Set<UUID> wanted = behind(all);
    for (int step = 0; step < DEEPEST && !wanted.isEmpty(); step++) {
      Map<UUID, Standing> found = heads(handle, wanted);
      heads.putAll(found);
      wanted = behind(found.values());
      wanted.removeAll(heads.keySet());
    }
    return heads;
  }

  /** Whatever the filter: it was the member that met it. */
  private Map<UUID, Standing> heads(Handle handle, Set<UUID> ids) {
    Map<UUID, Standing> heads = new HashMap<>();
    withMembers
        .bindTo(handle.createQuery(HEADS + "  AND " + withMembers.sql()))
        .bind("ids", ids.toArray(UUID[]::new))
        .bind("hidesMembers", hidesMembers())
        .map((row, context) -> standing(row))
        .forEach(each -> heads.put(each.id(), each));
    return heads;
  }

  private static Set<UUID> behind(Collection<Standing> all) {
    Set<UUID> ids = new HashSet<>();
    all.forEach(each -> each.behind().ifPresent(ids::add));
    return ids;
  }

  /** All that the filter leaves, or nothing when that is more than {@code most}. */
  Optional<List<UUID>> narrowed(Handle handle, int most) {
    List<UUID> ids =
        restricted(handle, NARROWED, withMembers, "\nLIMIT :most")
            .bind("most", most + 1)
            .mapTo(UUID.class)
            .list();
    return ids.size() > most ? Optional.empty() : Optional.of(ids);
  }

  /** What was found to meet the filter in this transaction. */
  Map<UUID, Memory> load(Handle handle, Collection<UUID> ids) {
    Map<UUID, Memory> memories = new HashMap<>();
    String sql = "SELECT " + MemoryMapper.COLUMNS + "\nFROM memory\nWHERE memory_id = ANY(:ids)\n";
    visible
        .bindTo(handle.createQuery(sql + "  AND " + visible.sql()))
        .bind("ids", ids.toArray(UUID[]::new))
        .map(MAPPER)
        .forEach(memory -> memories.put(memory.id(), memory));
    return memories;
  }

  private Query restricted(Handle handle, String sql, Condition seen, String end) {
    Query query = handle.createQuery(sql + "  AND " + seen.sql() + "\n  AND " + wanted.sql() + end);
    return wanted.bindTo(seen.bindTo(query));
  }

  private static Standing standing(ResultSet row) throws SQLException {
    return new Standing(
        row.getObject("memory_id", UUID.class),
        row.getTimestamp("recorded_at").toInstant(),
        row.getDouble("importance"),
        row.getDouble("valence"),
        List.of((String[]) row.getArray("concepts").getArray()),
        Optional.ofNullable(row.getTimestamp("expires_at")).map(Timestamp::toInstant),
        Optional.ofNullable(row.getObject("behind", UUID.class)),
        row.getBoolean("exact"));
  }
}
