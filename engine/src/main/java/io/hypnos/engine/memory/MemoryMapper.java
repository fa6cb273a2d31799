package io.hypnos.engine.memory;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** A row of the memory table as a record. */
public final class MemoryMapper implements RowMapper<Memory> {
  public static final String COLUMNS =
      """
      memory_id, space, content, concepts, metadata, kind, level, category, subcategory, quality,
      container_tag, stream, ordinal, speaker, agent, organization, owner_id, group_id,
      permission_mode, federation_source, source, external_ref, foreign_id, created_by, provenance,
      verbatim, episodic_key, importance, valence, outcome_count, access_count, last_accessed_at,
      state, superseded_by, consolidated_into, pinned, protected, stale, archived_at, expires_at,
      valid_from, valid_to, recorded_at, retired_at, updated_at, embedding, pieces, most_pieces,
      embedding_model, row_version\
      """;

  @Override
  public Memory map(ResultSet row, StatementContext context) throws SQLException {
    return new Memory(
        row.getObject("memory_id", UUID.class),
        row.getString("space"),
        row.getString("content"),
        strings(row.getArray("concepts")),
        JsonColumn.read(row.getString("metadata")),
        traits(row),
        place(row),
        ownership(row),
        origin(row),
        worth(row),
        life(row),
        times(row),
        new Vectors(
            row.getString("embedding_model"),
            VectorColumn.read(row.getBytes("embedding"), row.getInt("pieces"))),
        row.getInt("most_pieces"),
        row.getLong("row_version"));
  }

  private static Traits traits(ResultSet row) throws SQLException {
    return new Traits(
        row.getString("kind"),
        row.getInt("level"),
        text(row, "category"),
        text(row, "subcategory"),
        row.getInt("quality"));
  }

  private static Place place(ResultSet row) throws SQLException {
    return new Place(
        text(row, "container_tag"),
        text(row, "stream"),
        row.getInt("ordinal"),
        text(row, "speaker"),
        text(row, "agent"),
        text(row, "organization"));
  }

  private static Ownership ownership(ResultSet row) throws SQLException {
    return new Ownership(
        text(row, "owner_id"),
        text(row, "group_id"),
        Optional.ofNullable(row.getObject("permission_mode", Integer.class)),
        text(row, "federation_source"));
  }

  private static Origin origin(ResultSet row) throws SQLException {
    return new Origin(
        row.getString("source"),
        text(row, "external_ref"),
        text(row, "foreign_id"),
        Optional.ofNullable(row.getObject("created_by", UUID.class)),
        JsonColumn.read(row.getString("provenance")),
        text(row, "verbatim"),
        text(row, "episodic_key"));
  }

  private static Worth worth(ResultSet row) throws SQLException {
    return new Worth(
        row.getDouble("importance"),
        row.getDouble("valence"),
        row.getInt("outcome_count"),
        row.getInt("access_count"),
        time(row, "last_accessed_at"));
  }

  private static Life life(ResultSet row) throws SQLException {
    return new Life(
        Life.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(row.getObject("superseded_by", UUID.class)),
        Optional.ofNullable(row.getObject("consolidated_into", UUID.class)),
        row.getBoolean("pinned"),
        row.getBoolean("protected"),
        row.getBoolean("stale"),
        time(row, "archived_at"),
        time(row, "expires_at"));
  }

  private static Times times(ResultSet row) throws SQLException {
    return new Times(
        row.getTimestamp("valid_from").toInstant(),
        time(row, "valid_to"),
        row.getTimestamp("recorded_at").toInstant(),
        time(row, "retired_at"),
        row.getTimestamp("updated_at").toInstant());
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  private static List<String> strings(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
