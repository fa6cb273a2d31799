package io.hypnos.engine.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What of an entry goes into the chain: everything it says.
 *
 * @param detail as the database writes it, so that not even a digit can change unseen
 */
record ChainEntry(
    UUID tenantId,
    long sequence,
    Instant at,
    String action,
    Optional<String> target,
    Optional<UUID> keyId,
    Optional<String> requestId,
    String detail) {

  /** The columns that {@link #of} reads. */
  static final String COLUMNS =
      "tenant_id, sequence, at, action, target, key_id, request_id, detail::text AS detail";

  static ChainEntry of(ResultSet row) throws SQLException {
    return new ChainEntry(
        row.getObject("tenant_id", UUID.class),
        row.getLong("sequence"),
        row.getTimestamp("at").toInstant(),
        row.getString("action"),
        Optional.ofNullable(row.getString("target")),
        Optional.ofNullable(row.getObject("key_id", UUID.class)),
        Optional.ofNullable(row.getString("request_id")),
        row.getString("detail"));
  }
}
