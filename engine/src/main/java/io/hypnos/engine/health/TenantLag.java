package io.hypnos.engine.health;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * How far behind the intake of each tenant is, as gauge {@code hypnos.ingest.behind} (seconds) with
 * the tag {@code tenant}: everything that was accepted longer ago is searchable. A tenant for which
 * nothing waits has none. Upkeep measures; a scrape reads the last figures.
 */
public final class TenantLag implements MeterBinder {
  private final Supplier<Map<UUID, Instant>> source;
  private final Clock clock;
  private final List<MultiGauge> gauges = new ArrayList<>();

  /**
   * @param source since when something waits, by tenant
   */
  public TenantLag(Supplier<Map<UUID, Instant>> source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    gauges.add(MultiGauge.builder("hypnos.ingest.behind").baseUnit("seconds").register(registry));
  }

  /** Measures anew. */
  public synchronized void measure() {
    Instant now = clock.instant();
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    source
        .get()
        .forEach(
            (tenant, since) ->
                rows.add(
                    MultiGauge.Row.of(
                        Tags.of("tenant", tenant.toString()),
                        Duration.between(since, now).toMillis() / 1000.0)));
    gauges.forEach(gauge -> gauge.register(rows, true));
  }
}
