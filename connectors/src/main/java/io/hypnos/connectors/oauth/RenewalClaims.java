package io.hypnos.connectors.oauth;

import io.hypnos.connectors.connection.Connection;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Who asks for the next tokens of a connection: one at a time, without holding its row. */
final class RenewalClaims {
  /** Longer than two calls to a provider may take; whoever dies meanwhile holds others up so. */
  private static final int SECONDS = 120;

  /** Rows that refer to the connection may still be added meanwhile. */
  private static final String LOCK =
      """
      SELECT coalesce(renewal_until > now(), false)
      FROM connection
      WHERE tenant_id = :tenant AND connection_id = :id
      FOR NO KEY UPDATE
      """;

  private static final String TAKE =
      """
      UPDATE connection
      SET renewal_id = :claim, renewal_until = now() + :seconds * interval '1 second'
      WHERE tenant_id = :tenant AND connection_id = :id
      """;

  private static final String GIVE_BACK =
      """
      UPDATE connection
      SET renewal_id = NULL, renewal_until = NULL
      WHERE tenant_id = :tenant AND connection_id = :id AND renewal_id = :claim
      """;

  private RenewalClaims() {}

  /**
   * Holds the row until the transaction ends.
   *
   * @return whether somebody asks; empty when the connection is gone
   */
  static Optional<Boolean> lock(Handle handle, Connection connection) {
    return handle
        .createQuery(LOCK)
        .bind("tenant", connection.tenantId())
        .bind("id", connection.id())
        .mapTo(Boolean.class)
        .findOne();
  }

  static void take(Handle handle, Connection connection, UUID claim) {
    handle
        .createUpdate(TAKE)
        .bind("tenant", connection.tenantId())
        .bind("id", connection.id())
        .bind("claim", claim)
        .bind("seconds", SECONDS)
        .execute();
  }

  static void giveBack(Handle handle, Connection connection, UUID claim) {
    handle
        .createUpdate(GIVE_BACK)
        .bind("tenant", connection.tenantId())
        .bind("id", connection.id())
        .bind("claim", claim)
        .execute();
  }
}
