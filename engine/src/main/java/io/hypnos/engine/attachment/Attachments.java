package io.hypnos.engine.attachment;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.MemoryUse;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.space.SpaceStore;
import io.hypnos.engine.tenancy.Caller;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * The files of memories. Bytes are stored before the row that names them and go after it, so a row
 * never names bytes that are not there.
 */
public final class Attachments {
  private static final String OF_MEMORIES =
      """
      SELECT attachment_id, memory_id, filename, content_type, size, blob_key,
             row_number() OVER (PARTITION BY memory_id ORDER BY position, attachment_id) - 1 AS place
      FROM attachment
      WHERE tenant_id = :tenant AND memory_id = ANY(:memories)
      ORDER BY memory_id, place
      """;

  private static final String LOCK_MEMORY =
      """
      SELECT space
      FROM memory
      WHERE tenant_id = :tenant AND memory_id = :memory AND state <> 'forgotten'
      FOR UPDATE
      """;

  private static final String INSERT =
      """
      INSERT INTO attachment (tenant_id, attachment_id, memory_id, position, filename,
                              content_type, size, blob_key, created_at)
      SELECT :tenant, :id, :memory, coalesce(max(position) + 1, 0), :filename, :type, :size, :key,
             :now
      FROM attachment
      WHERE tenant_id = :tenant AND memory_id = :memory
      """;

  private static final String REMOVE =
      """
      WITH gone AS (
        DELETE FROM attachment
        WHERE tenant_id = :tenant AND attachment_id = :id
        RETURNING blob_key
      )
      INSERT INTO blob_removal (tenant_id, blob_key, created_at)
      SELECT :tenant, blob_key, :now::timestamptz
      FROM gone
      ON CONFLICT DO NOTHING
      """;

  private final Database database;
  private final BlobStore blobs;
  private final SpaceAccess access;
  private final SpaceStore spaces;
  private final AuditLog audit;
  private final MemoryUse use;
  private final Supplier<UUID> ids;
  private final Clock clock;

  public Attachments(
      Database database,
      BlobStore blobs,
      SpaceAccess access,
      SpaceStore spaces,
      AuditLog audit,
      MemoryUse use,
      Supplier<UUID> ids,
      Clock clock) {
    this.database = database;
    this.blobs = blobs;
    this.access = access;
    this.spaces = spaces;
    this.audit = audit;
    this.use = use;
    this.ids = ids;
    this.clock = clock;
  }

  /** The files of each of the memories, where it has some. */
  public Map<UUID, List<Attachment>> of(UUID tenantId, Collection<UUID> memories) {
    return memories.isEmpty()
        ? Map.of()
        : database.inTenant(tenantId, handle -> of(handle, tenantId, memories));
  }

  /** The same for memories that are shown because they were recalled, which is counted. */
  public Map<UUID, List<Attachment>> ofRecalled(UUID tenantId, Collection<UUID> memories) {
    return memories.isEmpty()
        ? Map.of()
        : use.recalled(tenantId, memories, handle -> of(handle, tenantId, memories));
  }

  private static Map<UUID, List<Attachment>> of(
      Handle handle, UUID tenantId, Collection<UUID> memories) {
    Map<UUID, List<Attachment>> found = new HashMap<>();
    handle
        .createQuery(OF_MEMORIES)
        .bind("tenant", tenantId)
        .bind("memories", memories.toArray(UUID[]::new))
        .map(
            (row, context) ->
                new Attachment(
                    row.getObject("attachment_id", UUID.class),
                    row.getObject("memory_id", UUID.class),
                    row.getInt("place"),
                    row.getString("filename"),
                    row.getString("content_type"),
                    row.getLong("size"),
                    BlobKey.parse(tenantId, row.getString("blob_key"))))
        .forEach(
            each -> found.computeIfAbsent(each.memoryId(), none -> new ArrayList<>()).add(each));
    return found;
  }

  /** A link of the usual lifetime that lets anybody who has it read the file. */
  public URI link(Attachment attachment) {
    return blobs.linkToRead(attachment.key());
  }

  /** Hangs files on a memory, behind those that it has. */
  public void add(Caller caller, UUID memoryId, List<NewAttachment> files) {
    List<UUID> named = new ArrayList<>();
    for (NewAttachment file : files) {
      UUID id = ids.get();
      blobs.put(key(caller, memoryId, id), file.contentType(), file.bytes());
      named.add(id);
    }
    try {
      insert(caller, memoryId, named, files);
    } catch (RuntimeException e) {
      named.forEach(id -> blobs.delete(key(caller, memoryId, id)));
      throw e;
    }
  }

  private static BlobKey key(Caller caller, UUID memoryId, UUID id) {
    return BlobKey.of(caller.tenantId(), "attachments/" + memoryId + "/" + id);
  }

  private void insert(Caller caller, UUID memoryId, List<UUID> named, List<NewAttachment> files) {
    Timestamp now = Timestamp.from(clock.instant());
    database.<Void>inTenant(
        caller.tenantId(),
        handle -> {
          String space = lock(handle, caller, memoryId);
          for (int i = 0; i < files.size(); i++) {
            NewAttachment file = files.get(i);
            handle
                .createUpdate(INSERT)
                .bind("tenant", caller.tenantId())
                .bind("id", named.get(i))
                .bind("memory", memoryId)
                .bind("filename", file.filename())
                .bind("type", file.contentType())
                .bind("size", (long) file.bytes().length)
                .bind("key", key(caller, memoryId, named.get(i)).text())
                .bind("now", now)
                .execute();
          }
          tell(handle, caller, "memory.attach", memoryId, space, files.size());
          return null;
        });
  }

  /** Takes one file away; {@code NOT_FOUND} when the memory has none in that place. */
  public void remove(Caller caller, UUID memoryId, int index) {
    database.<Void>inTenant(
        caller.tenantId(),
        handle -> {
          String space = lock(handle, caller, memoryId);
          List<Attachment> files =
              of(handle, caller.tenantId(), List.of(memoryId)).getOrDefault(memoryId, List.of());
          if (index < 0 || index >= files.size()) {
            throw new HypnosException(ErrorCode.NOT_FOUND, "the memory has no such file");
          }
          handle
              .createUpdate(REMOVE)
              .bind("tenant", caller.tenantId())
              .bind("id", files.get(index).id())
              .bind("now", Timestamp.from(clock.instant()))
              .execute();
          tell(handle, caller, "memory.detach", memoryId, space, 1);
          return null;
        });
  }

  private String lock(Handle handle, Caller caller, UUID memoryId) {
    Optional<String> space =
        handle
            .createQuery(LOCK_MEMORY)
            .bind("tenant", caller.tenantId())
            .bind("memory", memoryId)
            .mapTo(String.class)
            .findOne();
    if (space.isEmpty()) {
      throw new HypnosException(ErrorCode.NOT_FOUND, "no such memory: " + memoryId);
    }
    access.requireWrite(handle, caller.tenantId(), caller.keyId(), List.of(space.get()));
    return space.get();
  }

  private void tell(
      Handle handle, Caller caller, String action, UUID memoryId, String space, int files) {
    audit.record(handle, caller.actor(), action, memoryId.toString(), Map.of("files", files));
    spaces.recordChange(handle, caller.tenantId(), space, 0, clock.instant());
  }
}
