package io.hypnos.engine.memory;

import io.hypnos.engine.memory.SourceUnit.SourceRecord;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table of source records: which version of each stands, and by which memories. */
final class SourceRecordStore {
  private static final String ANNOUNCE =
      """
      INSERT INTO source_record (tenant_id, record_id, space, source, external_id, deleted, memories,
                                 updated_at)
      VALUES (:tenant, :id, :space, :source, :externalId, false, '{}', :now)
      ON CONFLICT DO NOTHING
      """;

  private static final String WITHDRAW =
      "DELETE FROM source_record WHERE tenant_id = :tenant AND record_id = ANY(:ids)";

  private static final String LOCK =
      """
      SELECT record_id, revision, deleted, memories
      FROM source_record
      WHERE tenant_id = :tenant AND record_id = ANY(:ids)
      ORDER BY record_id
      FOR UPDATE
      """;

  private static final String PUT =
      """
      INSERT INTO source_record (tenant_id, record_id, space, source, external_id, revision, digest,
                                 deleted, memories, updated_at)
      VALUES (:tenant, :id, :space, :source, :externalId, :revision, :digest, :deleted, :memories,
              :now)
      ON CONFLICT (tenant_id, record_id) DO UPDATE
      SET revision = :revision, digest = :digest, deleted = :deleted, memories = :memories,
          updated_at = :now
      """;

  /** What is known of a record. */
  record Standing(Optional<Long> revision, boolean deleted, List<UUID> memories) {
    static final Standing UNKNOWN = new Standing(Optional.empty(), false, List.of());

    /** Whether a version comes too late: a newer one is there already. */
    boolean isNewerThan(SourceRecord record) {
      return revision.isPresent()
          && record.revision().isPresent()
          && revision.get() > record.revision().get();
    }
  }

  /**
   * Writes down records that are not known yet, so that there is a row to lock: two first versions
   * would otherwise both come in. In one order, so that no two writers wait for each other.
   *
   * @return those that were not known
   */
  Set<SourceRecord> announce(
      Handle handle, UUID tenantId, Collection<SourceRecord> records, Instant now) {
    Set<SourceRecord> announced = new HashSet<>();
    if (records.isEmpty()) {
      return announced;
    }
    List<SourceRecord> ordered =
        records.stream()
            .distinct()
            .sorted(Comparator.comparing((SourceRecord each) -> each.id(tenantId)))
            .toList();
    PreparedBatch batch = handle.prepareBatch(ANNOUNCE);
    ordered.forEach(
        record -> named(batch, tenantId, record).bind("now", Timestamp.from(now)).add());
    int[] counts = batch.execute();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 1) {
        announced.add(ordered.get(i));
      }
    }
    return announced;
  }

  /** Takes back records that were announced and then did not come in. */
  void withdraw(Handle handle, UUID tenantId, Collection<SourceRecord> records) {
    if (!records.isEmpty()) {
      handle
          .createUpdate(WITHDRAW)
          .bind("tenant", tenantId)
          .bind("ids", records.stream().map(each -> each.id(tenantId)).toArray(UUID[]::new))
          .execute();
    }
  }

  /** What is known of the records, which nobody else changes until the transaction ends. */
  Map<UUID, Standing> lock(Handle handle, UUID tenantId, Collection<UUID> ids) {
    Map<UUID, Standing> found = new HashMap<>();
    if (!ids.isEmpty()) {
      handle
          .createQuery(LOCK)
          .bind("tenant", tenantId)
          .bind("ids", ids.toArray(UUID[]::new))
          .map((row, context) -> Map.entry(row.getObject("record_id", UUID.class), standing(row)))
          .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    }
    return found;
  }

  private static Standing standing(ResultSet row) throws SQLException {
    long revision = row.getLong("revision");
    Optional<Long> known = row.wasNull() ? Optional.empty() : Optional.of(revision);
    Array memories = row.getArray("memories");
    return new Standing(known, row.getBoolean("deleted"), List.of((UUID[]) memories.getArray()));
  }

  /** Writes down what stands now. */
  void putAll(Handle handle, UUID tenantId, Map<SourceRecord, List<UUID>> standing, Instant now) {
    if (standing.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(PUT);
    standing.forEach(
        (record, memories) ->
            named(batch, tenantId, record)
                .bind("revision", record.revision().orElse(null))
                .bind("digest", record.digest().orElse(null))
                .bind("deleted", record.deleted())
                .bind("memories", memories.toArray(UUID[]::new))
                .bind("now", Timestamp.from(now))
                .add());
    batch.execute();
  }

  private static PreparedBatch named(PreparedBatch batch, UUID tenantId, SourceRecord record) {
    return batch
        .bind("tenant", tenantId)
        .bind("id", record.id(tenantId))
        .bind("space", record.space())
        .bind("source", record.source())
        .bind("externalId", record.externalId());
  }
}
