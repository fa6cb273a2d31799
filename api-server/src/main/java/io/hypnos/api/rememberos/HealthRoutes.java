package io.hypnos.api.rememberos;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Liveness; touches nothing. */
@RestController
final class HealthRoutes {
  record Liveness(String status) {}

  @GetMapping("/v1/memory/health")
  @Requires(Right.NONE)
  Liveness health() {
    return new Liveness("healthy");
  }
}
