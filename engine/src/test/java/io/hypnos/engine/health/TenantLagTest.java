package io.hypnos.engine.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How far behind each tenant is, for whoever collects figures. */
final class TenantLagTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final UUID ONE = UUID.fromString("0f7c1c52-6d0e-4a51-9f0a-3a2f6f2c7b10");
  private static final UUID OTHER = UUID.fromString("5a0f2f1e-8a6b-4c0d-9d0e-1f2a3b4c5d6e");

  @Test
  void aTenantIsAsFarBehindAsItsFirstWaitingItemAndGoneWhenNothingWaits() {
    Map<UUID, Instant> since = new HashMap<>();
    TenantLag lag = new TenantLag(() -> since, Clock.fixed(NOW, ZoneOffset.UTC));
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    lag.bindTo(registry);
    since.put(ONE, NOW.minusSeconds(90));
    since.put(OTHER, NOW.minusSeconds(2));

    lag.measure();

    assertThat(gauge(registry, ONE).value()).isEqualTo(90);
    assertThat(gauge(registry, OTHER).value()).isEqualTo(2);
    since.remove(ONE);
    lag.measure();
    assertThat(gauge(registry, ONE)).isNull();
    assertThat(gauge(registry, OTHER)).isNotNull();
  }

  private static Gauge gauge(SimpleMeterRegistry registry, UUID tenant) {
    return registry.find("hypnos.ingest.behind").tag("tenant", tenant.toString()).gauge();
  }
}
