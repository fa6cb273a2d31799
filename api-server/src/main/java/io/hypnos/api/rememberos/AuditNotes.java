package io.hypnos.api.rememberos;

import io.hypnos.engine.audit.Actor;
import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import java.util.Map;

/** Notes what routes do that no single transaction of the engine does. */
final class AuditNotes {
  private final Database database;
  private final AuditLog audit;

  AuditNotes(Database database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  void record(Actor actor, String action, String target, Map<String, Object> detail) {
    database.<Void>inTenant(
        actor.tenantId(),
        handle -> {
          audit.record(handle, actor, action, target, detail);
          return null;
        });
  }
}
