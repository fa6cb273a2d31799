package io.hypnos.api.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Finds the key in a request: {@code X-Api-Key}, or {@code Authorization: Bearer}. */
final class PresentedKey {
  private static final String SCHEME = "bearer";

  private PresentedKey() {}

  static Optional<String> of(HttpServletRequest request) {
    return of(request.getHeader("X-Api-Key"), request.getHeader("Authorization"));
  }

  /** The key; another scheme than Bearer counts as no key. */
  static Optional<String> of(String apiKey, String authorization) {
    if (apiKey != null && !apiKey.isBlank()) {
      return Optional.of(apiKey.strip());
    }
    if (authorization == null) {
      return Optional.empty();
    }
    String[] parts = authorization.strip().split("\\s+", 2);
    return parts.length == 2 && parts[0].equalsIgnoreCase(SCHEME)
        ? Optional.of(parts[1].strip())
        : Optional.empty();
  }
}
