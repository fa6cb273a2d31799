package io.hypnos.api.rememberos.connect;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.Ids;
import io.hypnos.api.web.JsonFields;
import io.hypnos.connectors.connection.Connections;
import io.hypnos.connectors.connection.NewConnection;
import io.hypnos.connectors.connection.Run;
import io.hypnos.connectors.sync.SyncResult.Problem;
import io.hypnos.connectors.sync.SyncResult.Status;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Connections: made, shown, synced, paused, ended. */
@RestController
final class ConnectionRoutes {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_TAG = 128;
  private static final int LARGEST_CONFIG = 65_536;
  private static final int MOST_RUNS = 100;

  private final Connections connections;

  ConnectionRoutes(Connections connections) {
    this.connections = connections;
  }

  record Deleted(boolean deleted, UUID id) {}

  record Synced(int synced, String cursor, String status, String error) {}

  record RunView(
      UUID id,
      String status,
      @JsonProperty("synced_count") int syncedCount,
      @JsonProperty("deleted_count") int deletedCount,
      @JsonProperty("failed_count") int failedCount,
      String error,
      List<Problem> problems,
      String trigger,
      @JsonProperty("duration_ms") long durationMillis,
      @JsonProperty("created_at") Instant createdAt) {
    static RunView of(Run run) {
      return new RunView(
          run.id(),
          run.status(),
          run.synced(),
          run.deleted(),
          run.failed(),
          run.error().orElse(null),
          run.problems(),
          run.trigger(),
          run.took().toMillis(),
          run.createdAt());
    }
  }

  @PostMapping("/v1/memory/connections")
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Right.WRITE)
  ConnectionView create(Caller caller, JsonFields body) {
    String provider = body.requiredText("provider", 1, LONGEST_TAG);
    String collection = body.requiredText("collection", 1, LONGEST_TAG);
    if (collection.indexOf('/') >= 0 || collection.chars().anyMatch(Character::isISOControl)) {
      body.reject("collection", "A collection name has no slash", "string_pattern_mismatch");
    }
    String name = body.text("name", 1, LONGEST_NAME).orElse(provider);
    Map<String, Object> config = body.object("config", LARGEST_CONFIG);
    Map<String, String> credentials = new HashMap<>();
    body.object("credentials", LARGEST_CONFIG)
        .forEach(
            (key, value) -> {
              if (value instanceof String || value instanceof Number) {
                credentials.put(key, value.toString());
              } else if (value != null) {
                body.reject("credentials", "Every value should be a string", "string_type");
              }
            });
    NewConnection wanted =
        new NewConnection(
            provider,
            name,
            collection,
            body.text("container_tag", 1, LONGEST_TAG),
            config,
            credentials);
    body.check();
    return ConnectionView.of(connections.create(caller, wanted));
  }

  @GetMapping("/v1/memory/connections")
  @Requires(Right.READ)
  List<ConnectionView> list(Caller caller) {
    return connections.list(caller.tenantId()).stream().map(ConnectionView::of).toList();
  }

  @GetMapping("/v1/memory/connections/{id}")
  @Requires(Right.READ)
  ConnectionView find(Caller caller, @PathVariable String id) {
    return ConnectionView.of(connections.require(caller.tenantId(), parsed(id)));
  }

  @DeleteMapping("/v1/memory/connections/{id}")
  @Requires(Right.WRITE)
  Deleted delete(
      Caller caller, @PathVariable String id, @RequestParam(defaultValue = "false") boolean purge) {
    UUID connection = parsed(id);
    connections.delete(caller, connection, purge);
    return new Deleted(true, connection);
  }

  @PostMapping("/v1/memory/connections/{id}/sync")
  @Requires(Right.WRITE)
  Synced sync(Caller caller, @PathVariable String id, JsonFields body) {
    boolean afresh = body.flag("full").orElse(false);
    body.check();
    Connections.Ran ran = connections.sync(caller, parsed(id), afresh);
    return new Synced(
        ran.result().synced(),
        ConnectionView.cursor(ran.connection()),
        ran.result().status() == Status.ERROR ? "error" : ran.connection().status(),
        ran.result().error().orElse(null));
  }

  @GetMapping("/v1/memory/connections/{id}/runs")
  @Requires(Right.READ)
  List<RunView> runs(
      Caller caller, @PathVariable String id, @RequestParam(defaultValue = "20") int limit) {
    int most = Math.max(1, Math.min(limit, MOST_RUNS));
    return connections.runs(caller.tenantId(), parsed(id), most).stream().map(RunView::of).toList();
  }

  @PostMapping("/v1/memory/connections/{id}/pause")
  @Requires(Right.WRITE)
  ConnectionView pause(Caller caller, @PathVariable String id) {
    return ConnectionView.of(connections.setPaused(caller, parsed(id), true));
  }

  @PostMapping("/v1/memory/connections/{id}/resume")
  @Requires(Right.WRITE)
  ConnectionView resume(Caller caller, @PathVariable String id) {
    return ConnectionView.of(connections.setPaused(caller, parsed(id), false));
  }

  private static UUID parsed(String id) {
    return Ids.parse(id)
        .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "Connection not found"));
  }
}
