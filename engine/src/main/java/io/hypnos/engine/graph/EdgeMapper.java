package io.hypnos.engine.graph;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A row of the memory_edge table as a record. */
final class EdgeMapper implements RowMapper<DatedEdge> {
  static final String COLUMNS =
      """
      e.from_memory, e.to_memory, e.relation, e.weight, e.origin, e.metadata, e.created_by,
      e.created_at\
      """;

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  @Override
  public DatedEdge map(ResultSet row, StatementContext context) throws SQLException {
    return new DatedEdge(
        new MemoryEdge(
            row.getObject("from_memory", UUID.class),
            row.getObject("to_memory", UUID.class),
            row.getString("relation"),
            row.getDouble("weight"),
            EdgeOrigin.of(row.getString("origin")),
            JsonMapper.shared().readValue(row.getString("metadata"), OBJECT),
            Optional.ofNullable(row.getObject("created_by", UUID.class))),
        row.getTimestamp("created_at").toInstant());
  }
}
