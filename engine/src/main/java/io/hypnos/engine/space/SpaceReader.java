package io.hypnos.engine.space;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads the space table, as far as an agent may. */
final class SpaceReader {
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private static final String SELECT =
      """
      SELECT s.space, s.description, s.metadata, s.version, s.incarnation, s.created_at,
             s.updated_at,
             EXISTS (SELECT 1 FROM space_grant g
                     WHERE g.tenant_id = s.tenant_id AND g.space = s.space) AS restricted,
             (SELECT count(*) FROM memory m
              WHERE m.tenant_id = s.tenant_id AND m.space = s.space AND m.state = 'live'
                AND m.archived_at IS NULL
                AND (m.expires_at IS NULL OR m.expires_at > :now)) AS memories
      FROM space s
      WHERE s.tenant_id = :tenant
        AND (:agent::uuid IS NULL
             OR NOT EXISTS (SELECT 1 FROM space_grant g
                            WHERE g.tenant_id = s.tenant_id AND g.space = s.space)
             OR EXISTS (SELECT 1 FROM space_grant own
                        WHERE own.tenant_id = s.tenant_id AND own.space = s.space
                          AND own.key_id = :agent AND own.can_read))
      """;

  private static final String LIST = SELECT + "ORDER BY s.space COLLATE \"C\"";

  private static final String FIND = SELECT + "  AND s.space = :space";

  private SpaceReader() {}

  static List<Space> list(Handle handle, UUID tenantId, Optional<UUID> agent, Instant now) {
    return query(handle, LIST, tenantId, agent, now).map((row, context) -> space(row)).list();
  }

  static Optional<Space> find(
      Handle handle, UUID tenantId, Optional<UUID> agent, String name, Instant now) {
    return query(handle, FIND, tenantId, agent, now)
        .bind("space", name)
        .map((row, context) -> space(row))
        .findOne();
  }

  private static Query query(
      Handle handle, String sql, UUID tenantId, Optional<UUID> agent, Instant now) {
    return handle
        .createQuery(sql)
        .bind("tenant", tenantId)
        .bind("agent", agent.orElse(null))
        .bind("now", Timestamp.from(now));
  }

  private static Space space(ResultSet row) throws SQLException {
    return new Space(
        row.getString("space"),
        Optional.ofNullable(row.getString("description")),
        JsonMapper.shared().readValue(row.getString("metadata"), OBJECT),
        row.getLong("memories"),
        row.getBoolean("restricted"),
        row.getLong("version"),
        row.getLong("incarnation"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant());
  }
}
