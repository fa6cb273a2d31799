package io.hypnos.engine;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.audit.AuditSealer;
import io.hypnos.engine.audit.AuditVerifier;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.event.ChangeLag;
import io.hypnos.engine.event.ChangeRelay;
import io.hypnos.engine.health.Backlog;
import io.hypnos.engine.idempotency.Idempotency;
import io.hypnos.engine.job.Upkeep;
import io.hypnos.engine.outgoing.HostResolver;
import io.hypnos.engine.outgoing.OutgoingHttp;
import io.hypnos.engine.secret.SecretStore;
import io.hypnos.engine.webhook.DeliveryFormats;
import io.hypnos.engine.webhook.StoredWebhookSecrets;
import io.hypnos.engine.webhook.WebhookDispatcher;
import io.hypnos.engine.webhook.WebhookLag;
import io.hypnos.engine.webhook.WebhookPublisher;
import io.hypnos.engine.webhook.WebhookSecrets;
import io.hypnos.engine.webhook.Webhooks;
import io.hypnos.settings.HypnosSettings;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * What leaves the record, put together: changes to Kafka, deliveries to receivers, calls to URLs of
 * users; and what makes its doings provable and repeatable.
 */
public final class Outbound implements AutoCloseable {
  private static final Duration SHORT_PAUSE = Duration.ofMillis(500);
  private static final Duration SEAL_PAUSE = Duration.ofSeconds(2);
  private static final Duration MEASURE_PAUSE = Duration.ofSeconds(10);
  private static final Duration HOUSEKEEPING_PAUSE = Duration.ofMinutes(1);

  private final ChangeRelay changes;
  private final OutgoingHttp http;
  private final DeliveryFormats formats = new DeliveryFormats();
  private final WebhookPublisher webhookEvents = listener();
  private final Webhooks webhooks;
  private final WebhookDispatcher dispatcher;
  private final AuditSealer sealer;
  private final AuditVerifier auditVerifier;
  private final Idempotency idempotency;
  private final Backlog backlog;

  Outbound(
      HypnosSettings settings,
      Database database,
      AuditLog audit,
      SecretStore secretStore,
      Clock clock) {
    changes = new ChangeRelay(database, settings.kafka());
    http = new OutgoingHttp(settings.outgoing(), HostResolver.SYSTEM);
    WebhookSecrets secrets = new StoredWebhookSecrets(secretStore, database);
    webhooks =
        new Webhooks(
            database,
            http.guard(),
            formats,
            secrets,
            audit,
            settings.webhook(),
            new SecureRandom(),
            UUID::randomUUID,
            clock);
    dispatcher =
        new WebhookDispatcher(
            database, http, formats, secrets, settings.webhook(), UUID::randomUUID, clock);
    sealer = new AuditSealer(database, clock);
    auditVerifier = new AuditVerifier(database);
    idempotency = new Idempotency(database, settings.idempotency(), UUID::randomUUID, clock);
    backlog =
        new Backlog(
            List.of(
                new Backlog.Queue("changes", this::changesWaiting),
                new Backlog.Queue("webhooks", this::deliveriesWaiting)),
            clock);
  }

  /** What the outbox tells in the transaction of a change. */
  static WebhookPublisher listener() {
    return new WebhookPublisher(UUID::randomUUID);
  }

  private Backlog.Waiting changesWaiting() {
    ChangeLag lag = changes.lag();
    return new Backlog.Waiting(lag.waiting(), lag.oldest());
  }

  private Backlog.Waiting deliveriesWaiting() {
    WebhookLag lag = dispatcher.lag();
    return new Backlog.Waiting(lag.waiting(), lag.oldest());
  }

  void start(Upkeep upkeep) {
    upkeep.start("changes", SHORT_PAUSE, changes::runOnce);
    upkeep.start("webhooks", SHORT_PAUSE, dispatcher::runOnce);
    upkeep.start("audit", SEAL_PAUSE, sealer::runOnce);
    upkeep.start("backlog", MEASURE_PAUSE, this::measure);
    upkeep.start("outbound", HOUSEKEEPING_PAUSE, this::forgetOld);
  }

  private boolean forgetOld() {
    boolean moreDeliveries = dispatcher.forgetOld();
    boolean moreAnswers = idempotency.forgetExpired();
    return moreDeliveries || moreAnswers;
  }

  private boolean measure() {
    backlog.measure();
    return false;
  }

  public ChangeRelay changes() {
    return changes;
  }

  /** The way to addresses that users set. */
  public OutgoingHttp http() {
    return http;
  }

  /** Where dialects register the formats of their deliveries, before upkeep starts. */
  public DeliveryFormats formats() {
    return formats;
  }

  /** Tells webhooks of events that are none of a memory. */
  public WebhookPublisher webhookEvents() {
    return webhookEvents;
  }

  public Webhooks webhooks() {
    return webhooks;
  }

  public AuditVerifier auditVerifier() {
    return auditVerifier;
  }

  public Idempotency idempotency() {
    return idempotency;
  }

  /** What waits, for whoever collects metrics. */
  public Backlog backlog() {
    return backlog;
  }

  @Override
  public void close() throws IOException {
    dispatcher.close();
    changes.close();
    http.close();
  }
}
