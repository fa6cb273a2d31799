package io.hypnos.engine.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What writing needs of the memory table. Every statement names its tenant; row-level security is
 * the second net. Reading for somebody goes through {@link MemoryReader}.
 */
public final class MemoryStore {
  static final MemoryMapper MAPPER = new MemoryMapper();

  private static final String INSERT =
      """
      INSERT INTO memory (tenant_id, memory_id, space, content, fingerprint, content_digest, concepts,
                          metadata, kind, level, category, subcategory, quality, container_tag,
                          stream, ordinal, speaker, agent, organization, owner_id, group_id,
                          permission_mode, federation_source, source, external_ref, foreign_id,
                          created_by, provenance, verbatim, episodic_key, importance, pinned,
                          expires_at, valid_from, valid_to, recorded_at, updated_at, embedding,
                          pieces, most_pieces, embedding_model, row_version)
      VALUES (:tenant, :id, :space, :content, :fingerprint, :digest, :concepts, :metadata::jsonb,
              :kind, :level, :category, :subcategory, :quality, :containerTag, :stream, :ordinal,
              :speaker, :agent, :organization, :owner, :group, :mode, :federation, :source,
              :externalRef, :foreignId, :createdBy, :provenance::jsonb, :verbatim, :episodicKey,
              :importance, :pinned, :expiresAt, :validFrom, :validTo, :recordedAt, :now, :embedding,
              :pieces, :pieces, :model, :rowVersion)
      ON CONFLICT DO NOTHING
      """;

  private static final String VERSION_OF_NOW =
      "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

  private static final String REPLACE_CONTENT =
      """
      UPDATE memory
      SET content = :content, fingerprint = :fingerprint, content_digest = :digest,
          concepts = :concepts, metadata = :metadata::jsonb, category = :category,
          stream = :stream, ordinal = :ordinal, speaker = :speaker, valid_from = :validFrom,
          provenance = :provenance::jsonb, embedding = :embedding,
          pieces = :pieces, most_pieces = greatest(most_pieces, :pieces), embedding_model = :model,
          container_tag = :containerTag, importance = :importance, updated_at = :now,
          state = CASE WHEN state = 'forgotten' THEN state ELSE 'live' END,
          superseded_by = NULL, consolidated_into = NULL, retired_at = NULL, archived_at = NULL,
          row_version = row_version + 1
      WHERE tenant_id = :tenant AND memory_id = :id
      """;

  private static final String BY_EXTERNAL_REFS =
      "SELECT "
          + MemoryMapper.COLUMNS
          + """

          FROM memory
          WHERE tenant_id = :tenant AND external_ref = ANY(:refs)
          """;

  private static final String BY_IDS =
      "SELECT "
          + MemoryMapper.COLUMNS
          + """

          FROM memory
          WHERE tenant_id = :tenant AND memory_id = ANY(:ids)
          ORDER BY memory_id
          """;

  private static final String LIKE =
      """
      SELECT DISTINCT ON (space, fingerprint) space, fingerprint, memory_id
      FROM memory
      WHERE tenant_id = :tenant AND fingerprint = ANY(ARRAY(
              SELECT decode(hash, 'hex') FROM unnest(CAST(:hashes AS text[])) AS hash))
        AND space = ANY(:spaces)
        AND state = 'live'
      ORDER BY space, fingerprint, recorded_at, memory_id
      """;

  private static final String SAME =
      """
      SELECT DISTINCT ON (space, content_digest, owner_id)
             space, content_digest, owner_id, memory_id
      FROM memory
      WHERE tenant_id = :tenant AND content_digest = ANY(ARRAY(
              SELECT decode(hash, 'hex') FROM unnest(CAST(:hashes AS text[])) AS hash))
        AND space = ANY(:spaces)
        AND state = 'live'
      ORDER BY space, content_digest, owner_id, recorded_at, memory_id
      """;

  private static final String LOCK_TEXTS =
      """
      SELECT pg_advisory_xact_lock(key)
      FROM (SELECT DISTINCT key FROM unnest(:keys) AS key ORDER BY key) AS ordered
      """;

  /** Inserts memories; true at the positions that were new. */
  boolean[] insertAll(Handle handle, List<StoredMemory> rows) {
    PreparedBatch batch = handle.prepareBatch(INSERT);
    for (StoredMemory row : rows) {
      row.bindTo(batch);
      batch.add();
    }
    int[] counts = batch.execute();
    boolean[] inserted = new boolean[counts.length];
    for (int i = 0; i < counts.length; i++) {
      inserted[i] = counts[i] == 1;
    }
    return inserted;
  }

  /**
   * A first version for rows whose ids follow from their source: later than any that an earlier row
   * of the same id had, because no row changes more than once a microsecond. The index remembers
   * the version of a removal for a while and takes nothing older.
   */
  long versionOfNow(Handle handle) {
    return handle.createQuery(VERSION_OF_NOW).mapTo(Long.class).one();
  }

  void replaceContent(Handle handle, List<StoredMemory> rows) {
    if (rows.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(REPLACE_CONTENT);
    for (StoredMemory row : rows) {
      row.bindTo(batch);
      batch.add();
    }
    batch.execute();
  }

  Map<String, Memory> findByExternalRefs(Handle handle, UUID tenantId, List<String> refs) {
    Map<String, Memory> found = new HashMap<>();
    if (refs.isEmpty()) {
      return found;
    }
    handle
        .createQuery(BY_EXTERNAL_REFS)
        .bind("tenant", tenantId)
        .bind("refs", refs.toArray(String[]::new))
        .map(MAPPER)
        .forEach(memory -> found.put(memory.origin().externalRef().orElseThrow(), memory));
    return found;
  }

  /** The memories as they stand, whatever their state: for the index and for the writer itself. */
  public List<Memory> findByIds(Handle handle, UUID tenantId, List<UUID> ids) {
    return ids.isEmpty()
        ? List.of()
        : handle
            .createQuery(BY_IDS)
            .bind("tenant", tenantId)
            .bind("ids", ids.toArray(UUID[]::new))
            .map(MAPPER)
            .list();
  }

  List<Memory> lock(Handle handle, UUID tenantId, List<UUID> ids) {
    return ids.isEmpty()
        ? List.of()
        : handle
            .createQuery(BY_IDS + "FOR UPDATE\n")
            .bind("tenant", tenantId)
            .bind("ids", ids.toArray(UUID[]::new))
            .map(MAPPER)
            .list();
  }

  /** The first live memory of each text, regardless of case and spacing. */
  Map<TextKey, UUID> findLike(Handle handle, UUID tenantId, List<StoredMemory> rows) {
    Map<TextKey, UUID> found = new HashMap<>();
    handle
        .createQuery(LIKE)
        .bind("tenant", tenantId)
        .bind("hashes", hashes(rows, StoredMemory::fingerprint))
        .bind("spaces", rows.stream().map(StoredMemory::space).distinct().toArray(String[]::new))
        .map(
            (row, context) ->
                Map.entry(
                    TextKey.like(row.getString("space"), row.getBytes("fingerprint")),
                    row.getObject("memory_id", UUID.class)))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  /** The first live memory of each text, to the letter and by the same owner. */
  Map<TextKey, UUID> findSame(Handle handle, UUID tenantId, List<StoredMemory> rows) {
    Map<TextKey, UUID> found = new HashMap<>();
    handle
        .createQuery(SAME)
        .bind("tenant", tenantId)
        .bind("hashes", hashes(rows, StoredMemory::digest))
        .bind("spaces", rows.stream().map(StoredMemory::space).distinct().toArray(String[]::new))
        .map(
            (row, context) ->
                Map.entry(
                    TextKey.same(
                        row.getString("space"),
                        row.getBytes("content_digest"),
                        java.util.Optional.ofNullable(row.getString("owner_id"))),
                    row.getObject("memory_id", UUID.class)))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  private static String[] hashes(List<StoredMemory> rows, Function<StoredMemory, byte[]> hash) {
    return rows.stream().map(hash).map(HexFormat.of()::formatHex).distinct().toArray(String[]::new);
  }

  /** Holds others off who write one of these texts, until this transaction ends. */
  void lockTexts(Handle handle, UUID tenantId, List<TextKey> keys) {
    List<Long> locks = new ArrayList<>();
    keys.forEach(key -> locks.add(key.lock(tenantId)));
    handle.createQuery(LOCK_TEXTS).bind("keys", locks.toArray(Long[]::new)).mapToMap().list();
  }
}
