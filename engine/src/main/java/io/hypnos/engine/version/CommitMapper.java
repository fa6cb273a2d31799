package io.hypnos.engine.version;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** A row of the memory_version table as a record. */
final class CommitMapper implements RowMapper<Commit> {
  static final String COLUMNS =
      """
      v.version_id, v.memory_id, v.branch, v.number, v.commit_hash, v.parent_hash, v.change,
      v.space, v.content, v.category, v.subcategory, v.metadata, v.verbatim, v.owner_id, v.group_id,
      v.permission_mode, v.provenance, v.committed_by, v.committed_at\
      """;

  @Override
  public Commit map(ResultSet row, StatementContext context) throws SQLException {
    return new Commit(
        row.getObject("version_id", UUID.class),
        row.getString("branch"),
        row.getInt("number"),
        row.getString("commit_hash"),
        text(row, "parent_hash"),
        Change.of(row.getString("change")),
        new Snapshot(
            row.getObject("memory_id", UUID.class),
            row.getString("space"),
            row.getString("content"),
            text(row, "category"),
            text(row, "subcategory"),
            CanonicalJson.read(row.getString("metadata")),
            text(row, "verbatim"),
            text(row, "owner_id"),
            text(row, "group_id"),
            Optional.ofNullable(row.getObject("permission_mode", Integer.class)),
            CanonicalJson.read(row.getString("provenance"))),
        Optional.ofNullable(row.getObject("committed_by", UUID.class)),
        row.getTimestamp("committed_at").toInstant());
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }
}
