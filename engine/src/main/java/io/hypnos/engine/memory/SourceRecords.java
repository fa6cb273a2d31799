package io.hypnos.engine.memory;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Records of sources that end and come back. The end is written down first, with its revision, so
 * that a version which is still on its way to the ingest job does not bring the record back. A pin
 * outlasts the source.
 */
public final class SourceRecords {
  private static final String END =
      """
      INSERT INTO source_record (tenant_id, record_id, space, source, external_id, revision,
                                 deleted, memories, updated_at)
      VALUES (:tenant, :id, :space, :source, :externalId, :revision, true, '{}', :now)
      ON CONFLICT (tenant_id, record_id) DO UPDATE
      SET revision = excluded.revision, deleted = true, updated_at = excluded.updated_at
      WHERE source_record.revision IS NULL OR source_record.revision <= excluded.revision
      """;

  private static final String MEMORIES =
      """
      SELECT DISTINCT m.memory_id
      FROM source_record r
      JOIN memory m ON m.tenant_id = r.tenant_id AND m.memory_id = ANY(r.memories)
      WHERE r.tenant_id = :tenant AND r.record_id = ANY(:ids) AND r.deleted
        AND NOT m.pinned
      """;

  private static final String ENDED =
      """
      SELECT r.record_id
      FROM unnest(:ids, :revisions) back (id, revision)
      JOIN source_record r ON r.tenant_id = :tenant AND r.record_id = back.id
      WHERE r.deleted AND (r.revision IS NULL OR r.revision < back.revision)
      """;

  private static final String THEIR_MEMORIES =
      """
      SELECT DISTINCT m.memory_id
      FROM source_record r
      JOIN memory m ON m.tenant_id = r.tenant_id AND m.memory_id = ANY(r.memories)
      WHERE r.tenant_id = :tenant AND r.record_id = ANY(:ids)
      """;

  private static final String BACK =
      """
      UPDATE source_record r
      SET deleted = false, updated_at = :now
      FROM unnest(:ids, :revisions) back (id, revision)
      WHERE r.tenant_id = :tenant AND r.record_id = back.id AND r.deleted
        AND (r.revision IS NULL OR r.revision < back.revision)
      """;

  private final Database database;
  private final MemoryEditor editor;
  private final MemoryRemover remover;
  private final Clock clock;

  SourceRecords(Database database, MemoryEditor editor, MemoryRemover remover, Clock clock) {
    this.database = database;
    this.editor = editor;
    this.remover = remover;
    this.clock = clock;
  }

  /** What becomes of the memories of a record that ends. */
  public enum Fate {
    ARCHIVED,
    DELETED
  }

  /** Where records are: names are unique within. */
  public record Place(String space, String source) {
    private UUID id(UUID tenantId, String externalId) {
      return MemoryIds.ofRecord(tenantId, space, source, externalId);
    }

    private UUID[] ids(UUID tenantId, Collection<String> externalIds) {
      return externalIds.stream().map(each -> id(tenantId, each)).toArray(UUID[]::new);
    }
  }

  /**
   * Ends records; doing it again changes nothing.
   *
   * @param revisions by the name of the record; older versions of it do not come in any more
   */
  public void end(Caller caller, Place place, Map<String, Long> revisions, Fate fate) {
    if (revisions.isEmpty()) {
      return;
    }
    UUID tenantId = caller.tenantId();
    UUID[] ids = place.ids(tenantId, revisions.keySet());
    List<UUID> memories =
        database.inTenant(
            tenantId,
            handle -> {
              writeDown(handle, tenantId, place, revisions);
              return memories(handle, MEMORIES, tenantId, ids);
            });
    if (memories.isEmpty()) {
      return;
    }
    Caller source = asTenant(caller);
    Viewer viewer = Viewer.ofTenant(tenantId);
    if (fate == Fate.DELETED) {
      remover.delete(source, viewer, memories, MemoryRemover.Trace.NONE);
    } else {
      Optional<Instant> now = Optional.of(clock.instant().truncatedTo(ChronoUnit.MICROS));
      editor.changeAll(
          source,
          viewer,
          memories,
          "memory.archive",
          memory ->
              memory.life().pinned() || memory.life().isArchived()
                  ? memory
                  : memory.withLife(memory.life().withArchivedAt(now)));
    }
  }

  /**
   * Lets records come back that had ended, with the memories that were archived.
   *
   * @param revisions by the name of the record; one that ended with a later revision stays ended
   */
  public void bringBack(Caller caller, Place place, Map<String, Long> revisions) {
    if (revisions.isEmpty()) {
      return;
    }
    UUID tenantId = caller.tenantId();
    List<String> names = List.copyOf(revisions.keySet());
    UUID[] ids = place.ids(tenantId, names);
    Long[] numbers = names.stream().map(revisions::get).toArray(Long[]::new);
    List<UUID> memories =
        database.inTenant(
            tenantId,
            handle -> {
              UUID[] ended =
                  handle
                      .createQuery(ENDED)
                      .bind("tenant", tenantId)
                      .bind("ids", ids)
                      .bind("revisions", numbers)
                      .mapTo(UUID.class)
                      .list()
                      .toArray(UUID[]::new);
              return ended.length == 0
                  ? List.of()
                  : memories(handle, THEIR_MEMORIES, tenantId, ended);
            });
    if (!memories.isEmpty()) {
      UnaryOperator<Memory> back =
          memory -> memory.withLife(memory.life().withArchivedAt(Optional.empty()));
      editor.changeAll(
          asTenant(caller), Viewer.ofTenant(tenantId), memories, "memory.restore", back);
    }
    database.inTenant(
        tenantId,
        handle ->
            handle
                .createUpdate(BACK)
                .bind("tenant", tenantId)
                .bind("ids", ids)
                .bind("revisions", numbers)
                .bind("now", Timestamp.from(clock.instant()))
                .execute());
  }

  /** A source decides about its own records, whatever grants its maker has by now. */
  private static Caller asTenant(Caller caller) {
    return new Caller(caller.tenantId(), Optional.empty(), caller.plan(), caller.requestId());
  }

  private void writeDown(Handle handle, UUID tenantId, Place place, Map<String, Long> revisions) {
    PreparedBatch batch = handle.prepareBatch(END);
    // In one order, so that two writers of the same records never wait for each other.
    revisions.entrySet().stream()
        .sorted(Comparator.comparing(each -> place.id(tenantId, each.getKey())))
        .forEach(
            each ->
                batch
                    .bind("tenant", tenantId)
                    .bind("id", place.id(tenantId, each.getKey()))
                    .bind("space", place.space())
                    .bind("source", place.source())
                    .bind("externalId", each.getKey())
                    .bind("revision", each.getValue())
                    .bind("now", Timestamp.from(clock.instant()))
                    .add());
    batch.execute();
  }

  private static List<UUID> memories(Handle handle, String sql, UUID tenantId, UUID[] ids) {
    return handle
        .createQuery(sql)
        .bind("tenant", tenantId)
        .bind("ids", ids)
        .mapTo(UUID.class)
        .list();
  }
}
