package io.hypnos.engine.version;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;

/** The memory_version and memory_branch tables, as far as appending needs them. */
final class VersionStore {
  private static final CommitMapper MAPPER = new CommitMapper();

  private static final String START_BRANCHES =
      """
      INSERT INTO memory_branch (tenant_id, memory_id, branch, head, created_by, created_at)
      SELECT :tenant, b.memory_id, :branch, b.head, :by, :at
      FROM unnest(:memories, :heads) AS b (memory_id, head)
      ORDER BY b.memory_id
      ON CONFLICT DO NOTHING
      RETURNING memory_id
      """;

  // The pointers are locked first and the versions read after that, because a joined row would
  // still
  // be the one from before the wait.
  private static final String LOCK_HEADS =
      """
      SELECT memory_id, head
      FROM memory_branch
      WHERE tenant_id = :tenant AND branch = :branch AND memory_id = ANY(:memories)
      ORDER BY memory_id
      FOR UPDATE
      """;

  private static final String BY_IDS =
      "SELECT "
          + CommitMapper.COLUMNS
          + """

          FROM memory_version v
          WHERE tenant_id = :tenant AND version_id = ANY(:ids)
          """;

  private static final String APPEND =
      """
      WITH added AS (
        INSERT INTO memory_version (tenant_id, version_id, memory_id, branch, number, commit_hash,
                                    parent_hash, change, space, content, category, subcategory,
                                    metadata, verbatim, owner_id, group_id, permission_mode,
                                    provenance, committed_by, committed_at)
        SELECT :tenant, v.version_id, v.memory_id, :branch, v.number, v.hash, v.parent, v.change,
               v.space, v.content, v.category, v.subcategory, v.metadata::jsonb, v.verbatim,
               v.owner, v.grp, v.mode, v.provenance::jsonb, :by, :at
        FROM unnest(:ids, :memories, :numbers, :hashes, :parents, :changes, :spaces, :contents,
                    :categories, :subcategories, :metadata, :verbatims, :owners, :groups, :modes,
                    :provenances)
             AS v (version_id, memory_id, number, hash, parent, change, space, content, category,
                   subcategory, metadata, verbatim, owner, grp, mode, provenance)
        RETURNING memory_id, version_id)
      UPDATE memory_branch b
      SET head = added.version_id
      FROM added
      WHERE b.tenant_id = :tenant AND b.memory_id = added.memory_id AND b.branch = :branch
        AND b.head IS DISTINCT FROM added.version_id
      """;

  /** Starts a branch of each memory at the version and returns the memories that had none. */
  List<UUID> startBranches(
      Handle handle,
      UUID tenantId,
      String branch,
      Map<UUID, UUID> headOfMemory,
      Optional<UUID> by,
      Instant at) {
    List<Map.Entry<UUID, UUID>> rows = List.copyOf(headOfMemory.entrySet());
    return handle
        .createQuery(START_BRANCHES)
        .bind("tenant", tenantId)
        .bind("branch", branch)
        .bind("memories", rows.stream().map(Map.Entry::getKey).toArray(UUID[]::new))
        .bind("heads", rows.stream().map(Map.Entry::getValue).toArray(UUID[]::new))
        .bind("by", by.orElse(null))
        .bind("at", Timestamp.from(at))
        .mapTo(UUID.class)
        .list();
  }

  /**
   * Locks the branch of each memory until the transaction ends and returns the heads. A memory
   * without the branch, with an empty one, or one that leads elsewhere is left out.
   */
  Map<UUID, Commit> lockHeads(
      Handle handle, UUID tenantId, String branch, Collection<UUID> memories) {
    Map<UUID, UUID> headOfMemory = new HashMap<>();
    handle
        .createQuery(LOCK_HEADS)
        .bind("tenant", tenantId)
        .bind("branch", branch)
        .bind("memories", memories.toArray(UUID[]::new))
        .map(
            (row, context) ->
                headOfMemory.put(
                    row.getObject("memory_id", UUID.class), row.getObject("head", UUID.class)))
        .list();
    Map<UUID, Commit> heads = new HashMap<>();
    for (Commit commit : byIds(handle, tenantId, headOfMemory.values())) {
      if (commit.id().equals(headOfMemory.get(commit.memoryId()))) {
        heads.put(commit.memoryId(), commit);
      }
    }
    return heads;
  }

  List<Commit> byIds(Handle handle, UUID tenantId, Collection<UUID> ids) {
    return handle
        .createQuery(BY_IDS)
        .bind("tenant", tenantId)
        .bind("ids", ids.stream().filter(id -> id != null).toArray(UUID[]::new))
        .map(MAPPER)
        .list();
  }

  /** Stores commits of one moment and one branch, and moves the branch of each to it. */
  void append(Handle handle, UUID tenantId, List<Commit> commits) {
    Commit first = commits.get(0);
    handle
        .createUpdate(APPEND)
        .bind("tenant", tenantId)
        .bind("branch", first.branch())
        .bind("by", first.by().orElse(null))
        .bind("at", Timestamp.from(first.at()))
        .bind("ids", array(commits, Commit::id, UUID[]::new))
        .bind("memories", array(commits, Commit::memoryId, UUID[]::new))
        .bind("numbers", array(commits, Commit::number, Integer[]::new))
        .bind("hashes", array(commits, Commit::hash, String[]::new))
        .bind("parents", array(commits, each -> each.parentHash().orElse(null), String[]::new))
        .bind("changes", array(commits, each -> each.change().text(), String[]::new))
        .bind("spaces", texts(commits, Snapshot::space))
        .bind("contents", texts(commits, Snapshot::content))
        .bind("categories", texts(commits, each -> each.category().orElse(null)))
        .bind("subcategories", texts(commits, each -> each.subcategory().orElse(null)))
        .bind("metadata", texts(commits, each -> CanonicalJson.write(each.metadata())))
        .bind("verbatims", texts(commits, each -> each.verbatim().orElse(null)))
        .bind("owners", texts(commits, each -> each.owner().orElse(null)))
        .bind("groups", texts(commits, each -> each.group().orElse(null)))
        .bind("modes", array(commits, each -> each.snapshot().mode().orElse(null), Integer[]::new))
        .bind("provenances", texts(commits, each -> CanonicalJson.write(each.provenance())))
        .execute();
  }

  private static String[] texts(List<Commit> commits, Function<Snapshot, String> field) {
    return array(commits, commit -> field.apply(commit.snapshot()), String[]::new);
  }

  private static <T> T[] array(
      List<Commit> commits, Function<Commit, T> field, IntFunction<T[]> maker) {
    return commits.stream().map(field).toArray(maker);
  }
}
