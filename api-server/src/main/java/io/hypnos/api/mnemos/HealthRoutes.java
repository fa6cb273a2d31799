package io.hypnos.api.mnemos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.ProductVersion;
import io.hypnos.engine.Engine;
import io.hypnos.engine.health.EngineHealth;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Health; 200 also when degraded. */
@RestController
final class HealthRoutes {
  private final EngineHealth health;
  private final ProductVersion version;
  private final Clock clock;

  HealthRoutes(Engine engine, ProductVersion version, Clock clock) {
    this.health = engine.health();
    this.version = version;
    this.clock = clock;
  }

  /**
   * @param distillationWorker disabled: there is none yet
   */
  record HealthAnswer(
      String status,
      Instant timestamp,
      @JsonProperty("database_connected") boolean databaseConnected,
      String version,
      String profile,
      @JsonProperty("distillation_worker") String distillationWorker,
      @JsonProperty("nats_publishing_enabled") boolean natsPublishingEnabled) {}

  @GetMapping("/health")
  @Requires(Right.NONE)
  HealthAnswer health() {
    boolean connected = health.check().database();
    return new HealthAnswer(
        connected ? "healthy" : "degraded",
        clock.instant().truncatedTo(ChronoUnit.MICROS),
        connected,
        version.text(),
        "server",
        "disabled",
        false);
  }
}
