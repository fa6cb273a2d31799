package io.hypnos.api.web;

import java.util.List;
import java.util.Locale;

/**
 * The language a path is spoken in. Several products share the prefix {@code /v1}; the order of the
 * constants decides where they overlap, narrow claims first.
 */
public enum Dialect {
  MNEMOVERSE("X-RateLimit-", List.of("/api/v1")),
  OPERATOR("RateLimit-", List.of("/admin/tenants")),
  MEMOROSE(
      "RateLimit-",
      List.of(
          "/v1/users",
          "/v1/organizations",
          "/v1/dashboard",
          "/v1/cluster",
          "/v1/memory/context",
          "/v1/status/pending")),
  REMEMBEROS(
      "RateLimit-",
      List.of(
          "/v1/memory",
          "/v1/status",
          "/v1/pulse",
          "/v1/track",
          "/v1/mcp",
          "/v1/proxy",
          "/email/inbound",
          "/openapi.json")),
  MNEMOS("RateLimit-", List.of(""));

  private final String rateHeaderPrefix;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> prefixes;

  Dialect(String rateHeaderPrefix, List<String> prefixes) {
    this.rateHeaderPrefix = rateHeaderPrefix;
    this.prefixes = prefixes;
  }

  /** The dialect of a path without repeated or trailing slashes. */
  public static Dialect of(String path) {
    for (Dialect dialect : values()) {
      if (dialect.prefixes.stream().anyMatch(prefix -> covers(prefix, path))) {
        return dialect;
      }
    }
    return MNEMOS;
  }

  private static boolean covers(String prefix, String path) {
    return path.startsWith(prefix)
        && (prefix.isEmpty()
            || path.length() == prefix.length()
            || path.charAt(prefix.length()) == '/');
  }

  /** Start of the names of the three headers that show the rate window. */
  public String rateHeaderPrefix() {
    return rateHeaderPrefix;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
