package io.hypnos.engine.webhook;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.event.Outbox;
import io.hypnos.engine.event.Outbox.Change;
import io.hypnos.engine.event.Outbox.Entry;
import io.hypnos.engine.outgoing.OutgoingHttp;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.OutgoingSettings;
import io.hypnos.settings.WebhookSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What a node needs for webhooks, on a real database; every name is this machine. */
final class WebhookNode implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(3);

  private static final String SPACE =
      """
      INSERT INTO space (tenant_id, space, created_at, updated_at)
      VALUES (:tenant, :space, now(), now())
      ON CONFLICT DO NOTHING
      """;

  private static final String MEMORY =
      """
      INSERT INTO memory (tenant_id, memory_id, space, content, fingerprint, source, created_by,
                          valid_from, recorded_at, updated_at, embedding, embedding_model)
      VALUES (:tenant, :id, :space, :content, sha256('x'), 'test', :key, now(), now(), now(), '',
              'none')
      """;

  final Database database;
  final Webhooks webhooks;
  final WebhookDispatcher dispatcher;
  final WebhookPublisher publisher = new WebhookPublisher(UUID::randomUUID);
  final DeliveryFormats formats = new DeliveryFormats();
  private final OutgoingHttp http;
  private final Outbox outbox = new Outbox(List.of(publisher));
  private final Clock clock;

  WebhookNode(HypnosSettings stack, Clock clock, WebhookSecrets secrets, boolean allowPrivate) {
    this.clock = clock;
    this.database = new Database(stack.database());
    this.http =
        new OutgoingHttp(
            new OutgoingSettings(allowPrivate, Duration.ofSeconds(5), Duration.ofSeconds(2)),
            host -> InetAddress.getAllByName("127.0.0.1"));
    WebhookSettings settings =
        new WebhookSettings(
            stack.webhook().retryAfter(),
            TIMEOUT,
            stack.webhook().lease(),
            8,
            2,
            5,
            stack.webhook().keep());
    this.webhooks =
        new Webhooks(
            database,
            http.guard(),
            formats,
            secrets,
            new AuditLog(database, clock),
            settings,
            new SecureRandom(),
            UUID::randomUUID,
            clock);
    this.dispatcher =
        new WebhookDispatcher(database, http, formats, secrets, settings, UUID::randomUUID, clock);
  }

  IssuedWebhook webhook(Caller caller, String url, String... events) {
    return webhooks.create(
        caller,
        new NewWebhook(
            url,
            List.of(events),
            Optional.empty(),
            Optional.empty(),
            NeutralFormat.ID,
            Optional.empty()));
  }

  UUID remember(Caller caller, String space, String content) {
    UUID id = UUID.randomUUID();
    change(caller, id, space, Change.CREATED, handle -> insert(handle, caller, id, space, content));
    return id;
  }

  void update(Caller caller, UUID id, String space, String content) {
    change(
        caller,
        id,
        space,
        Change.UPDATED,
        handle -> handle.execute("UPDATE memory SET content = ? WHERE memory_id = ?", content, id));
  }

  void delete(Caller caller, UUID id, String space) {
    change(caller, id, space, Change.DELETED, handle -> {});
    database.inTenant(
        caller.tenantId(), handle -> handle.execute("DELETE FROM memory WHERE memory_id = ?", id));
  }

  /** Does a change and fails at the end of its transaction. */
  void rememberAndFail(Caller caller, String space, String content) {
    UUID id = UUID.randomUUID();
    database.inTenant(
        caller.tenantId(),
        handle -> {
          insert(handle, caller, id, space, content);
          append(handle, caller, id, space, Change.CREATED);
          throw new IllegalStateException("rolled back");
        });
  }

  /** What a change does to the rows. */
  private interface Work {
    void on(Handle handle);
  }

  private void change(Caller caller, UUID id, String space, Change change, Work work) {
    database.inTenant(
        caller.tenantId(),
        handle -> {
          work.on(handle);
          append(handle, caller, id, space, change);
          return null;
        });
  }

  private void append(Handle handle, Caller caller, UUID id, String space, Change change) {
    outbox.append(
        handle,
        caller.tenantId(),
        caller.requestId(),
        clock.instant(),
        List.of(new Entry(id, space, change, 1, 1)));
  }

  private static void insert(Handle handle, Caller caller, UUID id, String space, String content) {
    handle.createUpdate(SPACE).bind("tenant", caller.tenantId()).bind("space", space).execute();
    handle
        .createUpdate(MEMORY)
        .bind("tenant", caller.tenantId())
        .bind("id", id)
        .bind("space", space)
        .bind("content", content)
        .bind("key", caller.keyId().orElse(null))
        .execute();
  }

  /** Sends all that is due, until nothing of it is on its way. */
  void sendDue() {
    while (dispatcher.runOnce()) {
      // Round by round.
    }
  }

  @Override
  public void close() {
    dispatcher.close();
    try {
      http.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    database.close();
  }
}
