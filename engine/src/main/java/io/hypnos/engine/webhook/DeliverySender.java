package io.hypnos.engine.webhook;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.outgoing.OutgoingHttp;
import io.hypnos.engine.outgoing.OutgoingRequest;
import io.hypnos.engine.webhook.DeliveryFormat.Message;
import io.hypnos.settings.WebhookSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one delivery and writes down how it went. A crash before that leaves the lease to run out,
 * and the same attempt is sent again under the same id.
 */
final class DeliverySender {
  private static final Logger LOG = LoggerFactory.getLogger(DeliverySender.class);
  private static final int KEPT_RESPONSE_BYTES = 2_048;
  static final String REVOKED = "the webhook was revoked";

  private final Database database;
  private final OutgoingHttp http;
  private final DeliveryFormats formats;
  private final WebhookSecrets secrets;
  private final List<Duration> ladder;
  private final Duration timeout;
  private final Supplier<UUID> ids;
  private final Clock clock;

  DeliverySender(
      Database database,
      OutgoingHttp http,
      DeliveryFormats formats,
      WebhookSecrets secrets,
      WebhookSettings settings,
      Supplier<UUID> ids,
      Clock clock) {
    this.database = database;
    this.http = http;
    this.formats = formats;
    this.secrets = secrets;
    this.ladder = settings.retryAfter();
    this.timeout = settings.timeout();
    this.ids = ids;
    this.clock = clock;
  }

  void deliver(ClaimedDelivery claimed) {
    Outcome outcome = claimed.revoked() ? Outcome.failed(REVOKED) : send(claimed);
    record(claimed, outcome);
  }

  private Outcome send(ClaimedDelivery claimed) {
    Message message;
    try {
      message = message(claimed);
    } catch (RuntimeException e) {
      LOG.warn(
          "delivery {} could not be made in format {}",
          claimed.notification().deliveryId(),
          claimed.format(),
          e);
      return Outcome.failed("the message could not be made");
    }
    return Outcome.of(
        http.send(
            new OutgoingRequest(
                "POST",
                claimed.url(),
                message.headers(),
                message.body(),
                timeout,
                KEPT_RESPONSE_BYTES)));
  }

  private Message message(ClaimedDelivery claimed) {
    Notification notification = claimed.notification();
    DeliveryFormat format =
        formats
            .find(claimed.format())
            .orElseThrow(() -> new IllegalStateException("only known formats are claimed"));
    BodySigner signer =
        new BodySigner(secrets.reveal(claimed.tenantId(), notification.webhookId()));
    return format.render(notification, signer);
  }

  private void record(ClaimedDelivery claimed, Outcome outcome) {
    int attempt = claimed.notification().attempt();
    boolean triesLeft = !claimed.revoked() && attempt <= ladder.size();
    Optional<Duration> pause =
        outcome.succeeded() || !triesLeft ? Optional.empty() : Optional.of(ladder.get(attempt - 1));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    database.inTenant(
        claimed.tenantId(),
        handle -> {
          if (DueStore.end(handle, claimed, outcome, pause.isPresent(), now)) {
            pause.ifPresent(wait -> DueStore.scheduleNext(handle, claimed, ids.get(), wait, now));
          }
          return null;
        });
  }
}
