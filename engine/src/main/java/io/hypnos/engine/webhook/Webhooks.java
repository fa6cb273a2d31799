package io.hypnos.engine.webhook;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.outgoing.UrlGuard;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.Secret;
import io.hypnos.settings.WebhookSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** The webhooks of tenants and the log of what was sent to them. */
public final class Webhooks {
  private static final int SECRET_BYTES = 32;

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('webhook ' || :tenant::text, 0))";

  private final Database database;
  private final UrlGuard guard;
  private final DeliveryFormats formats;
  private final WebhookSecrets secrets;
  private final AuditLog audit;
  private final int mostPerTenant;
  private final SecureRandom random;
  private final Supplier<UUID> ids;
  private final Clock clock;

  public Webhooks(
      Database database,
      UrlGuard guard,
      DeliveryFormats formats,
      WebhookSecrets secrets,
      AuditLog audit,
      WebhookSettings settings,
      SecureRandom random,
      Supplier<UUID> ids,
      Clock clock) {
    this.database = database;
    this.guard = guard;
    this.formats = formats;
    this.secrets = secrets;
    this.audit = audit;
    this.mostPerTenant = settings.mostPerTenant();
    this.random = random;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Makes a webhook. {@code VALIDATION} when its URL may not be called, with the reason in the
   * details; {@code QUOTA_EXCEEDED} when the tenant has as many as it may.
   */
  public IssuedWebhook create(Caller caller, NewWebhook wanted) {
    Webhook webhook = sound(caller, wanted);
    Secret secret = generate();
    return database.inTenant(caller.tenantId(), handle -> insert(handle, caller, webhook, secret));
  }

  /** The same in the place of all that the tenant has of the same format. */
  public IssuedWebhook replace(Caller caller, NewWebhook wanted) {
    Webhook webhook = sound(caller, wanted);
    Secret secret = generate();
    return database.inTenant(
        caller.tenantId(),
        handle -> {
          handle.createQuery(LOCK).bind("tenant", caller.tenantId()).mapTo(String.class).one();
          WebhookStore.active(handle, caller.tenantId()).stream()
              .filter(each -> each.format().equals(webhook.format()))
              .forEach(each -> revoke(handle, caller, each.id()));
          return insert(handle, caller, webhook, secret);
        });
  }

  private Webhook sound(Caller caller, NewWebhook wanted) {
    EventNames.require(wanted.events());
    formats.require(wanted.format());
    guard.require(wanted.url());
    return new Webhook(
        ids.get(),
        wanted.url(),
        wanted.events().stream().distinct().toList(),
        wanted.owner(),
        wanted.space(),
        wanted.format(),
        wanted.description(),
        caller.keyId(),
        now(),
        Optional.empty());
  }

  private IssuedWebhook insert(Handle handle, Caller caller, Webhook webhook, Secret secret) {
    if (WebhookStore.countActive(handle, caller.tenantId()) >= mostPerTenant) {
      throw new HypnosException(
          ErrorCode.QUOTA_EXCEEDED, "a tenant may have %d webhooks".formatted(mostPerTenant));
    }
    WebhookStore.insert(handle, caller.tenantId(), webhook, guard.host(webhook.url()));
    secrets.keep(handle, caller.tenantId(), webhook.id(), secret);
    audit.record(handle, caller.actor(), "webhook.create", webhook.id().toString(), Map.of());
    return new IssuedWebhook(webhook, secret);
  }

  private Secret generate() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  public Optional<Webhook> find(UUID tenantId, UUID id) {
    return database.inTenant(tenantId, handle -> WebhookStore.find(handle, tenantId, id));
  }

  /** Webhooks of a tenant, oldest first; of one owner or space only, if given. */
  public List<Webhook> list(
      UUID tenantId, Optional<String> owner, Optional<String> space, boolean includeRevoked) {
    return database.inTenant(
        tenantId, handle -> WebhookStore.list(handle, tenantId, owner, space, includeRevoked));
  }

  /**
   * Ends a webhook: what waits for it is abandoned, its log stays.
   *
   * @return false when there is none or it was revoked before
   */
  public boolean revoke(Caller caller, UUID id) {
    return database.inTenant(caller.tenantId(), handle -> revoke(handle, caller, id));
  }

  private boolean revoke(Handle handle, Caller caller, UUID id) {
    UUID tenantId = caller.tenantId();
    Instant now = now();
    if (!WebhookStore.revoke(handle, tenantId, id, now)) {
      return false;
    }
    DeliveryStore.abandonPending(handle, tenantId, id, DeliverySender.REVOKED, now);
    secrets.forget(handle, tenantId, id);
    audit.record(handle, caller.actor(), "webhook.revoke", id.toString(), Map.of());
    return true;
  }

  /** Attempts for a webhook, newest first; those behind the one given, if one is. */
  public List<Delivery> deliveries(UUID tenantId, UUID webhookId, Optional<UUID> after, int limit) {
    return database.inTenant(
        tenantId,
        handle ->
            DeliveryStore.list(handle, tenantId, Optional.of(webhookId), false, after, limit));
  }

  /** What was given up, of all webhooks of a tenant, newest first. */
  public List<Delivery> deadLetters(UUID tenantId, Optional<UUID> after, int limit) {
    return database.inTenant(
        tenantId,
        handle -> DeliveryStore.list(handle, tenantId, Optional.empty(), true, after, limit));
  }

  /**
   * Tells a receiver once more what an ended delivery told, with the whole ladder before it. {@code
   * NOT_FOUND}, or {@code CONFLICT} when it has not ended or its webhook was revoked.
   *
   * @return the id of the new delivery
   */
  public UUID redeliver(Caller caller, UUID deliveryId) {
    UUID tenantId = caller.tenantId();
    return database.inTenant(
        tenantId,
        handle -> {
          DeliveryStore.Locked found =
              DeliveryStore.lock(handle, tenantId, deliveryId)
                  .orElseThrow(
                      () -> new HypnosException(ErrorCode.NOT_FOUND, "delivery not found"));
          if (!found.state().isEnd()) {
            throw new HypnosException(ErrorCode.CONFLICT, "the delivery has not ended yet");
          }
          if (WebhookStore.find(handle, tenantId, found.webhookId())
              .flatMap(Webhook::revokedAt)
              .isPresent()) {
            throw new HypnosException(ErrorCode.CONFLICT, DeliverySender.REVOKED);
          }
          UUID newId = ids.get();
          DeliveryStore.repeat(handle, tenantId, deliveryId, newId, now());
          audit.record(
              handle, caller.actor(), "webhook.redeliver", deliveryId.toString(), Map.of());
          return newId;
        });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
