package io.hypnos.engine.event;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.event.Outbox.Change;
import io.hypnos.engine.event.Outbox.Entry;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.space.Spaces;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * What a node needs to publish changes. As a process of its own it publishes until it is killed.
 */
final class ChangeNode implements AutoCloseable {
  final Database database;
  final ChangeRelay relay;
  final Spaces spaces;
  private final Outbox outbox = new Outbox();

  ChangeNode(HypnosSettings stack) {
    HypnosSettings impatient = Settings.with(stack, Map.of("kafka.delivery-timeout", "2s"));
    this.database = new Database(impatient.database());
    Clock clock = Clock.systemUTC();
    this.spaces = new Spaces(database, new SpaceAccess(), new AuditLog(database, clock), clock);
    this.relay = new ChangeRelay(database, impatient.kafka());
  }

  public static void main(String[] arguments) {
    ChangeNode node =
        new ChangeNode(Settings.load(Map.of(Settings.FILE_VARIABLE, arguments[0]), Path.of(".")));
    while (true) {
      if (!node.publishSome()) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  /** One change of a memory, with this version. */
  void change(Caller caller, UUID memory, Change change, long version) {
    database.inTenant(
        caller.tenantId(),
        handle ->
            outbox.append(
                handle,
                caller.tenantId(),
                caller.requestId(),
                Clock.systemUTC().instant(),
                List.of(new Entry(memory, "notes", change, version, 1))));
  }

  /** A memory that nobody finds any more, in the space {@code notes}. */
  void forgotten(Caller caller, UUID memory) {
    database.inTenant(
        caller.tenantId(),
        handle -> {
          handle
              .createUpdate(
                  """
                  INSERT INTO space (tenant_id, space, created_at, updated_at)
                  VALUES (:tenant, 'notes', now(), now())
                  """)
              .bind("tenant", caller.tenantId())
              .execute();
          return handle
              .createUpdate(
                  """
                  INSERT INTO memory (tenant_id, memory_id, space, content, fingerprint, source,
                                      state, valid_from, recorded_at, updated_at, embedding,
                                      embedding_model)
                  VALUES (:tenant, :memory, 'notes', 'x', sha256('x'), 'test', 'forgotten', now(),
                          now(), now(), '', 'none')
                  """)
              .bind("tenant", caller.tenantId())
              .bind("memory", memory)
              .execute();
        });
  }

  /** A turn of the loop that a node runs; without a broker nothing happens. */
  boolean publishSome() {
    try {
      return relay.runOnce();
    } catch (HypnosException e) {
      return false;
    }
  }

  @Override
  public void close() {
    relay.close();
    database.close();
  }
}
