package io.hypnos.engine.sleep;

import io.hypnos.engine.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Takes the cut of a space that a run works on. */
final class CutReader {
  private static final int PAGE = 2000;

  private static final String SPACE_VERSION =
      "SELECT version\nFROM space\nWHERE tenant_id = :tenant AND space = :space";

  private static final String ITEMS =
      """
      SELECT memory_id, row_version, owner_id, group_id, permission_mode, container_tag, agent,
             organization, speaker, federation_source, encode(fingerprint, 'base64') AS fingerprint, pinned,
             protected, kind, importance, valence, outcome_count, access_count, last_accessed_at,
             recorded_at, updated_at, embedding_model
      FROM memory
      WHERE tenant_id = :tenant AND space = :space AND state = 'live' AND archived_at IS NULL
        AND (expires_at IS NULL OR expires_at > :now)
        AND (:since::timestamptz IS NULL OR recorded_at >= :since)
      ORDER BY recorded_at DESC, memory_id
      LIMIT :most
      """;

  private final Database database;
  private final RunStore store = new RunStore();

  public CutReader(Database database) {
    this.database = database;
  }

  public Cut read(Run run, Instant now) {
    // What is written between the two statements is seen but not counted: then the space has moved
    // since, and the next night looks at it again.
    return database.inTenant(
        run.tenantId(), handle -> read(handle, run, now, spaceVersion(handle, run)));
  }

  private Cut read(Handle handle, Run run, Instant now, long spaceVersion) {
    SleepParameters parameters = run.parameters();
    Optional<Instant> since =
        parameters.windowHours().map(hours -> now.minus(Duration.ofHours(hours)));
    List<Cut.Item> items = new ArrayList<>();
    Map<String, String> shared = new HashMap<>();
    try (Stream<Cut.Item> rows =
        handle
            .createQuery(ITEMS)
            .bind("tenant", run.tenantId())
            .bind("space", run.space())
            .bind("now", Timestamp.from(now))
            .bind("since", since.map(Timestamp::from).orElse(null))
            .bind("most", parameters.newest().map(Integer::longValue).orElse(Long.MAX_VALUE))
            .setFetchSize(PAGE)
            .map((row, context) -> item(row, shared))
            .stream()) {
      rows.forEach(items::add);
    }
    items.sort(Comparator.comparing(Cut.Item::id));
    return new Cut(
        run.tenantId(),
        run.space(),
        now,
        spaceVersion,
        store.live(handle, run.tenantId(), run.space()),
        commonModel(items),
        items);
  }

  private static long spaceVersion(Handle handle, Run run) {
    return handle
        .createQuery(SPACE_VERSION)
        .bind("tenant", run.tenantId())
        .bind("space", run.space())
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  private static String commonModel(List<Cut.Item> items) {
    Map<String, Integer> counts = new HashMap<>();
    items.forEach(item -> counts.merge(item.modelId(), 1, Integer::sum));
    return counts.entrySet().stream()
        .max(
            Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse("");
  }

  private static Cut.Item item(ResultSet row, Map<String, String> shared) throws SQLException {
    Instant recordedAt = row.getTimestamp("recorded_at").toInstant();
    Instant updatedAt = row.getTimestamp("updated_at").toInstant();
    Timestamp accessed = row.getTimestamp("last_accessed_at");
    Instant lastUsed =
        accessed == null || accessed.toInstant().isBefore(updatedAt)
            ? updatedAt
            : accessed.toInstant();
    String owner = row.getString("owner_id");
    return new Cut.Item(
        row.getObject("memory_id", UUID.class),
        row.getLong("row_version"),
        shared(shared, room(row)),
        Optional.ofNullable(owner).map(name -> shared(shared, name)),
        row.getString("fingerprint"),
        row.getBoolean("pinned"),
        row.getBoolean("protected"),
        shared(shared, row.getString("kind")),
        row.getDouble("importance"),
        row.getDouble("valence"),
        row.getInt("outcome_count"),
        row.getInt("access_count"),
        lastUsed,
        recordedAt,
        shared(shared, row.getString("embedding_model")));
  }

  private static String room(ResultSet row) throws SQLException {
    StringBuilder room = new StringBuilder();
    for (String column :
        List.of(
            "owner_id",
            "group_id",
            "permission_mode",
            "container_tag",
            "agent",
            "organization",
            "speaker",
            "federation_source")) {
      String value = row.getString(column);
      // Length first, so that no value can pretend to be two.
      room.append(value == null ? "-" : value.length() + ":" + value).append('|');
    }
    return room.toString();
  }

  private static String shared(Map<String, String> known, String text) {
    return known.computeIfAbsent(text, same -> same);
  }
}
