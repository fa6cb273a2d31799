package io.hypnos.engine.memory;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** A row of the memory table as a record. */
final class MemoryMapper implements RowMapper<Memory> {
  static final String COLUMNS =
      """
      memory_id, space, content, concepts, metadata, kind, category, container_tag, source,
      external_ref, created_by, importance, valence, state, recorded_at, updated_at, expires_at,
      embedding, embedding_model, row_version\
      """;

  @Override
  public Memory map(ResultSet row, StatementContext context) throws SQLException {
    return new Memory(
        row.getObject("memory_id", UUID.class),
        row.getString("space"),
        row.getString("content"),
        strings(row.getArray("concepts")),
        JsonColumn.read(row.getString("metadata")),
        row.getString("kind"),
        Optional.ofNullable(row.getString("category")),
        Optional.ofNullable(row.getString("container_tag")),
        row.getString("source"),
        Optional.ofNullable(row.getString("external_ref")),
        Optional.ofNullable(row.getObject("created_by", UUID.class)),
        row.getDouble("importance"),
        row.getDouble("valence"),
        Memory.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getTimestamp("recorded_at").toInstant(),
        row.getTimestamp("updated_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("expires_at")).map(Timestamp::toInstant),
        VectorColumn.read(row.getBytes("embedding")),
        row.getString("embedding_model"),
        row.getLong("row_version"));
  }

  private static List<String> strings(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
