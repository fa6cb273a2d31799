package io.hypnos.engine.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * What waits to be brought somewhere, as gauges {@code hypnos.<queue>.waiting} and {@code
 * hypnos.<queue>.oldest} (seconds). Upkeep measures; a scrape reads the last figures and waits for
 * nobody.
 */
public final class Backlog implements MeterBinder {
  private final List<Queue> queues;
  private final Clock clock;

  public Backlog(List<Queue> queues, Clock clock) {
    this.queues = List.copyOf(queues);
    this.clock = clock;
  }

  /**
   * Where something waits.
   *
   * @param name as in the names of the gauges
   */
  public record Queue(String name, Supplier<Waiting> source, AtomicReference<Waiting> last) {
    public Queue(String name, Supplier<Waiting> source) {
      this(name, source, new AtomicReference<>(new Waiting(0, Optional.empty())));
    }
  }

  /** How many wait, and since when the first of them. */
  public record Waiting(long count, Optional<Instant> since) {}

  /** Measures all queues anew. */
  public void measure() {
    queues.forEach(queue -> queue.last().set(queue.source().get()));
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (Queue queue : queues) {
      Gauge.builder("hypnos." + queue.name() + ".waiting", () -> queue.last().get().count())
          .register(registry);
      Gauge.builder("hypnos." + queue.name() + ".oldest", () -> age(queue.last().get()))
          .baseUnit("seconds")
          .register(registry);
    }
  }

  private double age(Waiting waiting) {
    return waiting
        .since()
        .map(since -> Duration.between(since, clock.instant()).toMillis() / 1000.0)
        .orElse(0.0);
  }
}
