package io.hypnos.engine.tenancy;

import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What keys were granted, which lies with the spaces and not with the keys. */
final class KeyGrants {
  private static final String MOVE =
      """
      UPDATE space_grant
      SET key_id = :new
      WHERE tenant_id = :tenant AND key_id = :old
      """;

  private static final String COPY =
      """
      INSERT INTO space_grant (tenant_id, space, key_id, can_read, can_write, created_at)
      SELECT tenant_id, space, :new, can_read, can_write, created_at
      FROM space_grant
      WHERE tenant_id = :tenant AND key_id = :old
      ON CONFLICT DO NOTHING
      """;

  private static final String REMOVE =
      "DELETE FROM space_grant WHERE tenant_id = :tenant AND key_id = :old";

  private KeyGrants() {}

  static int move(Handle handle, UUID tenantId, UUID old, UUID fresh) {
    return handle
        .createUpdate(MOVE)
        .bind("tenant", tenantId)
        .bind("old", old)
        .bind("new", fresh)
        .execute();
  }

  static int copy(Handle handle, UUID tenantId, UUID old, UUID fresh) {
    return handle
        .createUpdate(COPY)
        .bind("tenant", tenantId)
        .bind("old", old)
        .bind("new", fresh)
        .execute();
  }

  static int remove(Handle handle, UUID tenantId, UUID old) {
    return handle.createUpdate(REMOVE).bind("tenant", tenantId).bind("old", old).execute();
  }
}
