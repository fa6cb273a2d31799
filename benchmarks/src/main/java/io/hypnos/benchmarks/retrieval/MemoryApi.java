package io.hypnos.benchmarks.retrieval;

import io.hypnos.benchmarks.retrieval.Conversations.Conversation;
import io.hypnos.benchmarks.retrieval.Conversations.Turn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public routes that write and read memories. */
final class MemoryApi {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI server;
  private final String key;

  MemoryApi(URI server, String key) {
    this.server = server;
    this.key = key;
  }

  /** A tenant of its own; the key is the operator's. */
  MemoryApi newTenant(String name) throws IOException, InterruptedException {
    JsonNode tenant = post("/admin/tenants", Map.of("name", name, "plan", "unlimited"));
    return new MemoryApi(server, tenant.path("key").asString());
  }

  /** Writes a turn and returns the id of its memory. */
  String write(Conversation conversation, Turn turn) throws IOException, InterruptedException {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("speaker", turn.speaker());
    metadata.put("session", "session_" + turn.session());
    metadata.put("session_date_time", turn.time());
    turn.caption().ifPresent(caption -> metadata.put("caption", caption));
    JsonNode answer =
        post(
            "/api/v1/memory/write",
            Map.of(
                "content",
                turn.text(),
                "domain",
                conversation.name(),
                "external_ref",
                conversation.name() + "/" + turn.id(),
                "metadata",
                metadata));
    return answer.path("atom_id").asString("");
  }

  /** A found memory. */
  record Found(String id, String content) {}

  List<Found> read(String domain, String query, int limit)
      throws IOException, InterruptedException {
    JsonNode answer =
        post(
            "/api/v1/memory/read",
            Map.of("query", query, "domain", domain, "top_k", limit, "min_relevance", 0));
    List<Found> found = new ArrayList<>();
    for (JsonNode item : answer.path("items")) {
      found.add(new Found(item.path("atom_id").asString(), item.path("content").asString()));
    }
    return found;
  }

  private JsonNode post(String path, Map<String, Object> body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(Duration.ofMinutes(1))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          "%s answered %d: %s".formatted(path, response.statusCode(), response.body()));
    }
    return JSON.readTree(response.body());
  }
}
