package io.hypnos.engine.brought;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The name of a tenant's stay, which lies in its own database: by it that is known again, however
 * its DSN is written. A copy of the database has it too, so a question that is put to one and found
 * in the other tells whether they are the same.
 */
final class Stay {
  private static final String BEGIN =
      """
      INSERT INTO tenant_endpoint (tenant_id, kind, settings, verified_at)
      VALUES (:tenant, 'stay', jsonb_build_object('place', :text), now())
      ON CONFLICT (tenant_id, kind) DO UPDATE
      SET settings = excluded.settings, verified_at = excluded.verified_at
      """;

  private static final String ASK =
      """
      UPDATE tenant_endpoint
      SET settings = settings || jsonb_build_object('asked', :text)
      WHERE tenant_id = :tenant AND kind = 'stay'
      """;

  private static final String READ =
      """
      SELECT settings ->> :text
      FROM tenant_endpoint
      WHERE tenant_id = :tenant AND kind = 'stay'
      """;

  private static final String END =
      "DELETE FROM tenant_endpoint WHERE tenant_id = :tenant AND kind = 'stay'";

  private final UUID tenantId;

  Stay(UUID tenantId) {
    this.tenantId = tenantId;
  }

  int begin(Handle handle, String name) {
    return handle.createUpdate(BEGIN).bind("tenant", tenantId).bind("text", name).execute();
  }

  Optional<String> name(Handle handle) {
    return read(handle, "place");
  }

  int ask(Handle handle, String question) {
    return handle.createUpdate(ASK).bind("tenant", tenantId).bind("text", question).execute();
  }

  Optional<String> asked(Handle handle) {
    return read(handle, "asked");
  }

  private Optional<String> read(Handle handle, String what) {
    return handle
        .createQuery(READ)
        .bind("tenant", tenantId)
        .bind("text", what)
        .mapTo(String.class)
        .findOne();
  }

  int end(Handle handle) {
    return handle.createUpdate(END).bind("tenant", tenantId).execute();
  }
}
