package io.hypnos.engine.memory;

import io.hypnos.engine.graph.EdgeOrigin;
import io.hypnos.engine.graph.EdgeStore;
import io.hypnos.engine.graph.MemoryEdge;
import io.hypnos.engine.graph.Relations;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What memories of documents hang on: a piece on its whole, the whole on its file. So whoever
 * deletes the whole deletes the pieces, and the bytes go with it.
 */
final class DocumentLinks {
  /** For messages that are replayed: the version that they carry is still there for a while. */
  private static final int GRACE_HOURS = 1;

  private static final String PRESENT =
      "SELECT memory_id FROM memory WHERE tenant_id = :tenant AND memory_id = ANY(:ids)";

  private static final String LET_GO =
      """
      WITH old AS (
        DELETE FROM attachment
        WHERE tenant_id = :tenant AND memory_id = :memory AND blob_key <> :key
        RETURNING blob_key
      )
      INSERT INTO blob_removal (tenant_id, blob_key, created_at)
      SELECT DISTINCT :tenant, blob_key, :later::timestamptz
      FROM old
      ON CONFLICT DO NOTHING
      """;

  private static final String ATTACH =
      """
      INSERT INTO attachment (tenant_id, attachment_id, memory_id, position, filename,
                              content_type, size, blob_key, created_at)
      VALUES (:tenant, :id, :memory, 0, :filename, :type, :size, :key, :now)
      ON CONFLICT DO NOTHING
      """;

  private final EdgeStore edges;

  DocumentLinks(EdgeStore edges) {
    this.edges = edges;
  }

  /** Links rows that were stored, or whose content was replaced, in this transaction. */
  void link(Handle handle, UUID tenantId, List<StoredMemory> rows, Instant now) {
    Map<UUID, UUID> wholes = wholes(rows);
    if (!wholes.isEmpty()) {
      Set<UUID> present = present(handle, tenantId, new HashSet<>(wholes.values()));
      List<MemoryEdge> drawn = new ArrayList<>();
      wholes.forEach(
          (piece, whole) -> {
            if (present.contains(whole)) {
              drawn.add(MemoryEdge.of(piece, whole, Relations.PART_OF, EdgeOrigin.DERIVED));
            }
          });
      edges.add(handle, tenantId, drawn, now);
    }
    rows.stream().filter(DocumentLinks::isWhole).forEach(row -> attach(handle, row, now));
  }

  private static Map<UUID, UUID> wholes(List<StoredMemory> rows) {
    Map<UUID, UUID> wholes = new java.util.LinkedHashMap<>();
    for (StoredMemory row : rows) {
      Provenance.partOf(row.memory().origin().provenance())
          .ifPresent(whole -> wholes.put(row.id(), whole));
    }
    return wholes;
  }

  private static Set<UUID> present(Handle handle, UUID tenantId, Set<UUID> ids) {
    return handle
        .createQuery(PRESENT)
        .bind("tenant", tenantId)
        .bind("ids", ids.toArray(UUID[]::new))
        .mapTo(UUID.class)
        .set();
  }

  private static boolean isWhole(StoredMemory row) {
    return Boolean.TRUE.equals(row.memory().metadata().get("document")) && blobOf(row).isPresent();
  }

  private static Optional<String> blobOf(StoredMemory row) {
    return Optional.ofNullable(row.memory().origin().provenance().get(Provenance.BLOB))
        .map(String::valueOf);
  }

  private static void attach(Handle handle, StoredMemory row, Instant now) {
    String key = blobOf(row).orElseThrow();
    Map<String, Object> metadata = row.memory().metadata();
    handle
        .createUpdate(LET_GO)
        .bind("tenant", row.tenantId())
        .bind("memory", row.id())
        .bind("key", key)
        .bind("later", Timestamp.from(now.plus(GRACE_HOURS, ChronoUnit.HOURS)))
        .execute();
    handle
        .createUpdate(ATTACH)
        .bind("tenant", row.tenantId())
        .bind("id", MemoryIds.within(row.id(), key))
        .bind("memory", row.id())
        .bind("filename", String.valueOf(metadata.get("file")))
        .bind("type", String.valueOf(metadata.get("content_type")))
        .bind("size", ((Number) metadata.getOrDefault("size", 0)).longValue())
        .bind("key", key)
        .bind("now", Timestamp.from(now))
        .execute();
  }
}
