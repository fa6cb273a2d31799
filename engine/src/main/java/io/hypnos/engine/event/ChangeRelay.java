package io.hypnos.engine.event;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.event.ChangeProducer.Sent;
import io.hypnos.schemas.message.ChangeMessage;
import io.hypnos.settings.KafkaSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;

/**
 * Brings committed changes to {@code hypnos.changes}: at least once, and those of one memory in
 * order. Any number of nodes may run it; one at a time publishes, for as long as its transaction
 * lasts, so a node that dies is followed by another at once. A change leaves the table only after
 * the broker has acknowledged it; without a broker they wait. Each place counts its changes by
 * itself, and all of a tenant lie in one.
 */
public final class ChangeRelay implements AutoCloseable {
  private static final int PAGE = 500;

  private final Database database;
  private final ChangeProducer producer;

  public ChangeRelay(Database database, KafkaSettings settings) {
    this.database = database;
    this.producer = new ChangeProducer(settings);
  }

  /**
   * Publishes a page; fails with {@code UNAVAILABLE} when the broker did not take all of it.
   *
   * @return whether there may be more to do at once
   */
  public synchronized boolean runOnce() {
    AtomicBoolean more = new AtomicBoolean();
    AtomicReference<Exception> failed = new AtomicReference<>();
    database.visit(
        "change relay",
        place -> {
          if (failed.get() == null) {
            Published published = place.asSystem(this::publishPage);
            published.sent().failure().ifPresent(failed::set);
            more.compareAndSet(false, published.full());
          }
        });
    if (failed.get() != null) {
      throw HypnosException.unavailable("The broker", failed.get());
    }
    return more.get();
  }

  private record Published(Sent sent, boolean full) {}

  private Published publishPage(Handle handle) {
    if (!UnpublishedStore.lock(handle)) {
      return new Published(new Sent(List.of(), Optional.empty()), false);
    }
    List<ChangeMessage> page = UnpublishedStore.oldest(handle, PAGE);
    Sent sent = producer.send(page);
    if (!sent.acknowledged().isEmpty()) {
      UnpublishedStore.forget(handle, sent.acknowledged());
    }
    return new Published(sent, page.size() == PAGE);
  }

  /** How far Kafka is behind. */
  public ChangeLag lag() {
    AtomicReference<ChangeLag> lag = new AtomicReference<>(ChangeLag.NONE);
    database.visit(
        "change relay", place -> lag.set(lag.get().plus(place.asSystem(UnpublishedStore::lag))));
    return lag.get();
  }

  @Override
  public synchronized void close() {
    producer.close();
  }
}
