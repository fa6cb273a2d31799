package io.hypnos.api.rememberos.connect;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.connectors.connection.Connection;
import java.time.Instant;
import java.util.LinkedHashMap;
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
      Pattern.compile(".*(token|secret|password|passwd|api_?key|dsn|credential|private).*");

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
  private static Map<String, Object> masked(Map<String, Object> config) {
    Map<String, Object> shown = new LinkedHashMap<>();
    config.forEach(
        (name, value) ->
            shown.put(
                name, SECRET.matcher(name.toLowerCase(Locale.ROOT)).matches() ? "****" : value));
    return shown;
  }
}
