package io.hypnos.api.rememberos.connect;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.connectors.connection.Connection;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** A connection as it is shown; nothing of its credentials. */
record ConnectionView(
    UUID id,
    String provider,
    String name,
    String collection,
    @JsonProperty("container_tag") String containerTag,
    Map<String, Object> config,
    String status,
    String cursor,
    @JsonProperty("last_error") String lastError,
    @JsonProperty("last_synced_at") Instant lastSyncedAt,
    @JsonProperty("next_sync_at") Instant nextSyncAt,
    @JsonProperty("consecutive_failures") int consecutiveFailures,
    @JsonProperty("synced_total") long syncedTotal,
    @JsonProperty("created_at") Instant createdAt,
    @JsonProperty("updated_at") Instant updatedAt) {
  private static final Pattern SECRET =
      Pattern.compile(
          ".*(token|secret|passw|api[-_]?key|access[-_]?key|authorization|dsn|credential|private).*");

  static ConnectionView of(Connection connection) {
    return new ConnectionView(
        connection.id(),
        connection.provider(),
        connection.name(),
        connection.space(),
        connection.containerTag().orElse(null),
        masked(connection.config()),
        connection.running() ? "syncing" : connection.status(),
        cursor(connection),
        connection.lastError().orElse(null),
        connection.lastSyncedAt().orElse(null),
        connection.nextSyncAt(),
        connection.failures(),
        connection.syncedTotal(),
        connection.createdAt(),
        connection.updatedAt());
  }

  static String cursor(Connection connection) {
    return connection.cursor().equals("{}") ? null : connection.cursor();
  }

  /** What looks like a secret was put there by mistake. */
  private static Map<String, Object> masked(Map<?, ?> config) {
    Map<String, Object> shown = new LinkedHashMap<>();
    config.forEach(
        (name, value) -> {
          String key = String.valueOf(name);
          boolean secret = SECRET.matcher(key.toLowerCase(Locale.ROOT)).matches();
          shown.put(key, secret ? "****" : masked(value));
        });
    return shown;
  }

  private static Object masked(Object value) {
    if (value instanceof Map<?, ?> inner) {
      return masked(inner);
    }
    return value instanceof List<?> all ? all.stream().map(ConnectionView::masked).toList() : value;
  }
}
