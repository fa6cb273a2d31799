package io.hypnos.api.mnemoverse;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.ProductVersion;
import io.hypnos.engine.Engine;
import io.hypnos.engine.health.EngineHealth;
import io.hypnos.engine.health.Health;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Liveness and readiness; both answer 200 as long as this process can answer. */
@RestController
final class HealthRoutes {
  private final EngineHealth health;
  private final ProductVersion version;

  HealthRoutes(Engine engine, ProductVersion version) {
    this.health = engine.health();
    this.version = version;
  }

  /**
   * Touches nothing.
   *
   * @param database always false here; the contract has it so
   */
  record Liveness(String status, boolean database, String version) {}

  record Readiness(boolean ready, Checks checks, List<String> degraded, String version) {}

  /**
   * @param engine whether the search index answers
   */
  record Checks(boolean database, boolean engine, boolean embedding) {
    boolean all() {
      return database && engine && embedding;
    }
  }

  @GetMapping("/api/v1/health")
  @Requires(Right.NONE)
  Liveness health() {
    return new Liveness("ok", false, version.text());
  }

  @GetMapping("/api/v1/health/ready")
  @Requires(Right.NONE)
  Readiness ready() {
    Health found = health.check();
    Checks checks = new Checks(found.database(), found.search(), found.embedding());
    return new Readiness(checks.all(), checks, degraded(found), version.text());
  }

  /** Another name for readiness, in the shape of health; here the database is looked at. */
  @GetMapping("/api/v1/ready")
  @Requires(Right.NONE)
  Liveness readyAsHealth() {
    Readiness found = ready();
    return new Liveness(
        found.ready() ? "ok" : "degraded", found.checks().database(), version.text());
  }

  /** Parts that synchronous reads and writes can do without. */
  private static List<String> degraded(Health found) {
    List<String> degraded = new ArrayList<>();
    if (!found.intake()) {
      degraded.add("intake");
    }
    if (!found.blobs()) {
      degraded.add("blob");
    }
    return degraded;
  }
}
