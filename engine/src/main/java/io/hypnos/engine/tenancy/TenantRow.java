package io.hypnos.engine.tenancy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Rows of the tables of this package as records. */
final class TenantRow {
  private TenantRow() {}

  static Tenant tenant(ResultSet row) throws SQLException {
    return new Tenant(
        row.getObject("tenant_id", UUID.class),
        row.getString("name"),
        plan(row),
        row.getBoolean("admin"),
        row.getString("state"),
        moment(row, "created_at").orElseThrow());
  }

  static ApiKey key(ResultSet row) throws SQLException {
    return new ApiKey(
        row.getObject("key_id", UUID.class),
        row.getObject("tenant_id", UUID.class),
        row.getString("hint"),
        row.getString("label"),
        role(row),
        row.getBoolean("read_only"),
        moment(row, "created_at").orElseThrow(),
        moment(row, "expires_at"),
        moment(row, "revoked_at"),
        moment(row, "last_used_at"));
  }

  static Principal principal(ResultSet row) throws SQLException {
    return new Principal(
        row.getObject("tenant_id", UUID.class),
        row.getString("name"),
        plan(row),
        row.getBoolean("admin"),
        row.getObject("key_id", UUID.class),
        row.getString("label"),
        role(row),
        row.getBoolean("read_only"),
        row.getBoolean("operator"));
  }

  static Deletion deletion(ResultSet row) throws SQLException {
    return new Deletion(
        row.getObject("tenant_id", UUID.class),
        row.getString("name"),
        row.getString("state"),
        row.getString("stage"),
        row.getLong("documents"),
        row.getLong("objects"),
        row.getLong("rows_deleted"),
        Optional.ofNullable(row.getString("last_error")),
        moment(row, "requested_at").orElseThrow(),
        moment(row, "finished_at"));
  }

  static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static Plan plan(ResultSet row) throws SQLException {
    return Plan.valueOf(row.getString("plan").toUpperCase(Locale.ROOT));
  }

  private static Role role(ResultSet row) throws SQLException {
    return Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT));
  }
}
