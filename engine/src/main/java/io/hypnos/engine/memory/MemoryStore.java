package io.hypnos.engine.memory;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The memory table. Every statement names its tenant; row-level security is the second net. */
public final class MemoryStore {
  private static final MemoryMapper MAPPER = new MemoryMapper();

  private static final String INSERT =
      """
      INSERT INTO memory (tenant_id, memory_id, space, content, fingerprint, content_digest, concepts,
                          metadata, kind, level, category, subcategory, quality, container_tag,
                          stream, ordinal, speaker, agent, organization, owner_id, group_id,
                          permission_mode, federation_source, source, external_ref, foreign_id,
                          created_by, provenance, verbatim, episodic_key, importance, pinned,
                          expires_at, valid_from, valid_to, recorded_at, updated_at, embedding,
                          pieces, most_pieces, embedding_model)
      VALUES (:tenant, :id, :space, :content, :fingerprint, :digest, :concepts, :metadata::jsonb,
              :kind, :level, :category, :subcategory, :quality, :containerTag, :stream, :ordinal,
              :speaker, :agent, :organization, :owner, :group, :mode, :federation, :source,
              :externalRef, :foreignId, :createdBy, :provenance::jsonb, :verbatim, :episodicKey,
              :importance, :pinned, :expiresAt, :validFrom, :validTo, :recordedAt, :now, :embedding,
              :pieces, :pieces, :model)
      ON CONFLICT DO NOTHING
      """;

  private static final String REPLACE_CONTENT =
      """
      UPDATE memory
      SET content = :content, fingerprint = :fingerprint, content_digest = :digest,
          metadata = :metadata::jsonb, provenance = :provenance::jsonb, embedding = :embedding,
          pieces = :pieces, most_pieces = greatest(most_pieces, :pieces), embedding_model = :model,
          importance = :importance, updated_at = :now, row_version = row_version + 1
      WHERE tenant_id = :tenant AND memory_id = :id
      """;

  private static final String BY_EXTERNAL_REF =
      "SELECT "
          + MemoryMapper.COLUMNS
          + """

          FROM memory
          WHERE tenant_id = :tenant AND external_ref = :ref
          """;

  private static final String BY_IDS =
      "SELECT "
          + MemoryMapper.COLUMNS
          + """

          FROM memory
          WHERE tenant_id = :tenant AND memory_id = ANY(:ids)
          """;

  private static final String LIVE_BY_FINGERPRINT =
      "SELECT "
          + MemoryMapper.COLUMNS
          + """

          FROM memory
          WHERE tenant_id = :tenant AND space = :space AND fingerprint = :fingerprint
            AND state = 'live'
          ORDER BY recorded_at, memory_id
          LIMIT 1
          """;

  private static final String LIVE =
      "SELECT "
          + MemoryMapper.COLUMNS
          + """

          FROM memory
          WHERE tenant_id = :tenant
            AND (memory_id = ANY(:ids)
                 OR memory_id IN (SELECT memory_id FROM memory
                                  WHERE tenant_id = :tenant AND fingerprint = :fingerprint
                                    AND state = 'live'))
            AND state = 'live'
            AND (NOT :confined OR space = ANY(:spaces))
            AND (expires_at IS NULL OR expires_at > :now)
          """;

  private static final String LOCK_TEXT =
      "SELECT pg_advisory_xact_lock(hashtextextended(:space, hashtext(encode(:fingerprint,"
          + " 'hex'))))";

  /** Inserts a memory; false when its id or its external reference is taken. */
  boolean insert(Handle handle, StoredMemory row) {
    return insertAll(handle, List.of(row))[0];
  }

  /** Inserts many; true at the positions that were new. */
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

  Optional<Memory> findByExternalRef(Handle handle, UUID tenantId, String ref) {
    return handle
        .createQuery(BY_EXTERNAL_REF)
        .bind("tenant", tenantId)
        .bind("ref", ref)
        .map(MAPPER)
        .findOne();
  }

  public List<Memory> findByIds(Handle handle, UUID tenantId, List<UUID> ids) {
    return handle
        .createQuery(BY_IDS)
        .bind("tenant", tenantId)
        .bind("ids", ids.toArray(UUID[]::new))
        .map(MAPPER)
        .list();
  }

  Optional<Memory> findLiveByFingerprint(
      Handle handle, UUID tenantId, String space, byte[] fingerprint) {
    return handle
        .createQuery(LIVE_BY_FINGERPRINT)
        .bind("tenant", tenantId)
        .bind("space", space)
        .bind("fingerprint", fingerprint)
        .map(MAPPER)
        .findOne();
  }

  /** Live memories among the ids, and those with the fingerprint, within the spaces. */
  public List<Memory> findLive(
      Handle handle,
      UUID tenantId,
      List<UUID> ids,
      byte[] fingerprint,
      Optional<List<String>> spaces,
      Instant now) {
    return handle
        .createQuery(LIVE)
        .bind("tenant", tenantId)
        .bind("ids", ids.toArray(UUID[]::new))
        .bind("fingerprint", fingerprint)
        .bind("confined", spaces.isPresent())
        .bind("spaces", spaces.orElse(List.of()).toArray(String[]::new))
        .bind("now", Timestamp.from(now))
        .map(MAPPER)
        .list();
  }

  /** Holds others off who write the same text into the same space, until this transaction ends. */
  void lockText(Handle handle, String space, byte[] fingerprint) {
    handle
        .createQuery(LOCK_TEXT)
        .bind("space", space)
        .bind("fingerprint", fingerprint)
        .mapToMap()
        .list();
  }
}
