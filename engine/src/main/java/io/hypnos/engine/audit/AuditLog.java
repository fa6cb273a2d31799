package io.hypnos.engine.audit;

import io.hypnos.engine.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The audit table; entries are written in the transaction of what they tell, and so in the database
 * in which that happens. What a tenant with a database of its own has done is read from both.
 */
public final class AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private static final String INSERT =
      """
      INSERT INTO audit (tenant_id, at, action, target, key_id, request_id, detail)
      VALUES (:tenant, :at, :action, :target, :key, :request, :detail::jsonb)
      """;

  private static final String PAGE =
      """
      SELECT sequence, position, hash, at, action, target, key_id, request_id, detail
      FROM audit
      WHERE tenant_id = :tenant AND sequence < :before
      ORDER BY sequence DESC
      LIMIT :limit
      """;

  private final Database database;
  private final Clock clock;

  public AuditLog(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  public void record(
      Handle handle, Actor actor, String action, String target, Map<String, Object> detail) {
    handle
        .createUpdate(INSERT)
        .bind("tenant", actor.tenantId())
        .bind("at", Timestamp.from(clock.instant()))
        .bind("action", action)
        .bind("target", target)
        .bind("key", actor.keyId().orElse(null))
        .bind("request", actor.requestId())
        .bind("detail", JSON.writeValueAsString(detail))
        .execute();
  }

  /** The newest entries of a tenant, newest first. */
  public List<AuditEntry> recent(UUID tenantId, int limit) {
    List<AuditEntry> home = before(tenantId, Long.MAX_VALUE, limit);
    if (!database.isElsewhere(tenantId)) {
      return home;
    }
    List<AuditEntry> own =
        database.inTenant(tenantId, handle -> before(handle, tenantId, Long.MAX_VALUE, limit));
    return Stream.concat(own.stream(), home.stream())
        .sorted(Comparator.comparing(AuditEntry::at).reversed())
        .limit(limit)
        .toList();
  }

  /**
   * The newest entries of a tenant for the operator, newest first: so many of each place, since the
   * owner of an own database could push those of the operator's out. One that is away has none.
   */
  public List<AuditEntry> recentOfEach(UUID tenantId, int limit) {
    List<AuditEntry> home = before(tenantId, Long.MAX_VALUE, limit);
    return Stream.concat(own(tenantId, limit).stream(), home.stream())
        .sorted(Comparator.comparing(AuditEntry::at).reversed())
        .toList();
  }

  private List<AuditEntry> own(UUID tenantId, int limit) {
    if (!database.isElsewhere(tenantId)) {
      return List.of();
    }
    try {
      return database.inTenant(tenantId, handle -> before(handle, tenantId, Long.MAX_VALUE, limit));
    } catch (RuntimeException e) {
      // Its owner may have put there what no code expects; the operator's are shown all the same.
      LOG.warn("the audit of tenant {} is shown without its own database's", tenantId, e);
      return List.of();
    }
  }

  /**
   * Entries of a tenant in the operator's database that are older than the one with this sequence
   * number there, newest first.
   */
  public List<AuditEntry> before(UUID tenantId, long sequence, int limit) {
    return database.atHome(tenantId, handle -> before(handle, tenantId, sequence, limit));
  }

  private static List<AuditEntry> before(Handle handle, UUID tenantId, long sequence, int limit) {
    return handle
        .createQuery(PAGE)
        .bind("tenant", tenantId)
        .bind("before", sequence)
        .bind("limit", limit)
        .map((row, context) -> entry(row))
        .list();
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong("sequence"),
        Optional.ofNullable(row.getObject("position", Long.class)),
        Optional.ofNullable(row.getBytes("hash")).map(HexFormat.of()::formatHex),
        row.getTimestamp("at").toInstant(),
        row.getString("action"),
        Optional.ofNullable(row.getString("target")),
        Optional.ofNullable(row.getObject("key_id", UUID.class)),
        Optional.ofNullable(row.getString("request_id")),
        detail(row.getString("detail")));
  }

  /** The owner of an own database may have written there anything. */
  private static Map<String, Object> detail(String text) {
    if (text == null) {
      return Map.of();
    }
    try {
      return Optional.ofNullable(JSON.readValue(text, OBJECT)).orElse(Map.of());
    } catch (JacksonException e) {
      LOG.debug("an entry of the audit tells what is no object", e);
      return Map.of();
    }
  }
}
