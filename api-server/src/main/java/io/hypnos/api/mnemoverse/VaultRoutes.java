package io.hypnos.api.mnemoverse;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Clients list secrets; this server keeps none in this dialect, and says so. */
@RestController
final class VaultRoutes {

  record Secrets(List<Object> secrets) {}

  @GetMapping("/api/v1/vault/secrets")
  @Requires(Right.READ)
  Secrets list() {
    return new Secrets(List.of());
  }
}
