package io.hypnos.connectors.oauth;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a provider gives for a code or a refresh token. */
record Tokens(
    String access,
    Optional<String> refresh,
    Optional<Instant> expiresAt,
    Optional<String> account) {
  static final String ACCESS = "token";
  static final String REFRESH = "refresh_token";
  static final String END = "expires_at";

  /** Whose calls the provider counts together. */
  static final String ACCOUNT = "account";

  /** Credentials of a connection with these tokens; without a new refresh token the old stays. */
  Map<String, String> over(Map<String, String> credentials) {
    Map<String, String> all = new HashMap<>(credentials);
    all.put(ACCESS, access);
    refresh.ifPresent(token -> all.put(REFRESH, token));
    all.remove(END);
    account.ifPresent(name -> all.put(ACCOUNT, name));
    expiresAt.ifPresent(end -> all.put(END, end.toString()));
    return Map.copyOf(all);
  }

  @Override
  public String toString() {
    return "Tokens";
  }
}
