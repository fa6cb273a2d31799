package io.hypnos.engine.version;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads the history of one memory; who may see what of it is not decided here. */
public final class VersionReader {
  private static final CommitMapper MAPPER = new CommitMapper();

  /** How far back a line of commits is followed. */
  private static final int LONGEST_LINE = 10_000;

  private static final String SELECT =
      "SELECT " + CommitMapper.COLUMNS + "\nFROM memory_version v\n";

  private static final String OF_MEMORY =
      SELECT
          + """
          WHERE v.tenant_id = :tenant AND v.memory_id = :memory
          ORDER BY v.committed_at, v.number, v.branch
          """;

  private static final String OF_BRANCH =
      SELECT
          + """
          WHERE v.tenant_id = :tenant AND v.memory_id = :memory AND v.branch = :branch
          ORDER BY v.number
          """;

  private static final String BY_NUMBER =
      SELECT
          + """
          WHERE v.tenant_id = :tenant AND v.memory_id = :memory AND v.branch = :branch
            AND v.number = :number
          """;

  private static final String BY_HASH =
      SELECT
          + """
          WHERE v.tenant_id = :tenant AND v.memory_id = :memory AND v.commit_hash = :hash
          """;

  private static final String BRANCHES =
      """
      SELECT branch AS name, head, created_by, created_at
      FROM memory_branch
      WHERE tenant_id = :tenant AND memory_id = :memory
      ORDER BY created_at DESC, branch
      """;

  private static final String HEADS =
      SELECT
          + """
          WHERE v.tenant_id = :tenant AND v.memory_id = :memory
            AND v.version_id IN (SELECT head FROM memory_branch
                                 WHERE tenant_id = :tenant AND memory_id = :memory)
          """;

  private static final String LINE =
      """
      WITH RECURSIVE line AS (
        SELECT version_id, parent_hash, 1 AS depth
        FROM memory_version
        WHERE tenant_id = :tenant AND memory_id = :memory AND version_id = :head
        UNION ALL
        SELECT p.version_id, p.parent_hash, line.depth + 1
        FROM line
        JOIN memory_version p
          ON p.tenant_id = :tenant AND p.memory_id = :memory AND p.commit_hash = line.parent_hash
        WHERE line.depth < :longest)
      """
          + "SELECT "
          + CommitMapper.COLUMNS
          + """

          FROM line
          JOIN memory_version v ON v.tenant_id = :tenant AND v.version_id = line.version_id
          ORDER BY line.depth
          """;

  /** All versions, as they were made. */
  public List<Commit> all(Handle handle, UUID tenantId, UUID memoryId) {
    return query(handle, OF_MEMORY, tenantId, memoryId).map(MAPPER).list();
  }

  /** The versions made on a branch, by number; none when there is no such branch. */
  public List<Commit> ofBranch(Handle handle, UUID tenantId, UUID memoryId, String branch) {
    return query(handle, OF_BRANCH, tenantId, memoryId).bind("branch", branch).map(MAPPER).list();
  }

  public Optional<Commit> find(
      Handle handle, UUID tenantId, UUID memoryId, String branch, int number) {
    return query(handle, BY_NUMBER, tenantId, memoryId)
        .bind("branch", branch)
        .bind("number", number)
        .map(MAPPER)
        .findOne();
  }

  public Optional<Commit> byHash(Handle handle, UUID tenantId, UUID memoryId, String hash) {
    return query(handle, BY_HASH, tenantId, memoryId).bind("hash", hash).map(MAPPER).findOne();
  }

  /** The branches, newest first; a head that leads nowhere or elsewhere is absent. */
  public List<Branch> branches(Handle handle, UUID tenantId, UUID memoryId) {
    List<Commit> heads = query(handle, HEADS, tenantId, memoryId).map(MAPPER).list();
    return query(handle, BRANCHES, tenantId, memoryId)
        .map(
            (row, context) -> {
              UUID head = row.getObject("head", UUID.class);
              return new Branch(
                  memoryId,
                  row.getString("name"),
                  heads.stream().filter(commit -> commit.id().equals(head)).findFirst(),
                  Optional.ofNullable(row.getObject("created_by", UUID.class)),
                  row.getTimestamp("created_at").toInstant());
            })
        .list();
  }

  public Optional<Branch> branch(Handle handle, UUID tenantId, UUID memoryId, String name) {
    return branches(handle, tenantId, memoryId).stream()
        .filter(branch -> branch.name().equals(name))
        .findFirst();
  }

  /** A commit and what came before it, back through parents, within the memory. */
  public List<Commit> line(Handle handle, UUID tenantId, Commit head) {
    return query(handle, LINE, tenantId, head.memoryId())
        .bind("head", head.id())
        .bind("longest", LONGEST_LINE)
        .map(MAPPER)
        .list();
  }

  private static Query query(Handle handle, String sql, UUID tenantId, UUID memoryId) {
    return handle.createQuery(sql).bind("tenant", tenantId).bind("memory", memoryId);
  }
}
