package io.hypnos.engine.webhook;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Place;
import io.hypnos.engine.database.Placed;
import io.hypnos.engine.database.Round;
import io.hypnos.engine.outgoing.OutgoingHttp;
import io.hypnos.settings.WebhookSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due, on any number of nodes: each takes deliveries under a lease and no more of a
 * host, of a tenant and in all than its settings allow, so that receivers which are slow or dead
 * cost the others nothing.
 */
public final class WebhookDispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookDispatcher.class);
  private static final String WHAT = "webhooks";
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int FORGOTTEN_A_TURN = 1_000;

  private final Database database;
  private final Round round;
  private final DeliveryFormats formats;
  private final DeliverySender sender;
  private final WebhookSettings settings;
  private final InFlight inFlight;
  private final ThreadPoolExecutor threads;
  private final Clock clock;

  public WebhookDispatcher(
      Database database,
      OutgoingHttp http,
      DeliveryFormats formats,
      WebhookSecrets secrets,
      WebhookSettings settings,
      Supplier<UUID> ids,
      Clock clock) {
    this.database = database;
    this.round = new Round(database, WHAT);
    this.formats = formats;
    this.sender = new DeliverySender(database, http, formats, secrets, settings, ids, clock);
    this.settings = settings;
    this.inFlight = new InFlight(settings);
    this.clock = clock;
    this.threads =
        new ThreadPoolExecutor(
            settings.concurrency(),
            settings.concurrency(),
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "hypnos-webhook-send");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Takes what is due and there is room for. It waits for no receiver; when all it could do is on
   * its way it waits a moment for room.
   *
   * @return whether something is on its way or may be due
   */
  public boolean runOnce() {
    boolean wasBusy = !inFlight.room().hosts().isEmpty();
    AtomicInteger sending = new AtomicInteger();
    round.each(place -> sending.addAndGet(sendFrom(place)));
    if (sending.get() > 0) {
      return true;
    }
    // What was on its way a moment ago may have left no room for what is due.
    if (wasBusy) {
      inFlight.awaitRoom(PAUSE);
    }
    return wasBusy;
  }

  private int sendFrom(Place place) {
    Room room = inFlight.room();
    List<ClaimedDelivery> claimed = room.free() > 0 ? claim(place, room) : List.of();
    for (ClaimedDelivery each : claimed) {
      inFlight.add(each);
      threads.execute(() -> deliver(each));
    }
    return claimed.size();
  }

  private List<ClaimedDelivery> claim(Place place, Room room) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant lease = now.plus(settings.lease());
    return place.asSystem(handle -> DueStore.claim(handle, room, formats.ids(), now, lease));
  }

  private void deliver(ClaimedDelivery claimed) {
    try {
      sender.deliver(claimed);
    } catch (RuntimeException e) {
      LOG.warn(
          "how delivery {} went could not be kept; it is sent again when its lease is over",
          claimed.notification().deliveryId(),
          e);
    } finally {
      inFlight.remove(claimed);
    }
  }

  /** Drops ended deliveries that are too old; returns whether there may be more. */
  public boolean forgetOld() {
    Instant before = clock.instant().minus(settings.keep());
    return Placed.sum(
            database,
            WHAT,
            place -> place.asSystem(handle -> DueStore.forget(handle, before, FORGOTTEN_A_TURN)))
        >= FORGOTTEN_A_TURN;
  }

  /** How far receivers are behind. */
  public WebhookLag lag() {
    AtomicReference<WebhookLag> lag = new AtomicReference<>(WebhookLag.NONE);
    database.visit(
        WHAT,
        place ->
            lag.set(
                lag.get().plus(place.asSystem(handle -> DueStore.lag(handle, clock.instant())))));
    return lag.get();
  }

  /** Lets what is being sent end; what does not end in time is sent again by another node. */
  @Override
  public void close() {
    threads.shutdown();
    Duration patience = settings.timeout().plusSeconds(2);
    try {
      if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} deliveries did not end in time", inFlight.total());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }
}
