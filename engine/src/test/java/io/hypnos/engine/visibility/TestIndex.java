package io.hypnos.engine.visibility;

import io.hypnos.settings.SearchSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An index of its own with no more than the fields that decide who sees what. */
final class TestIndex {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST = 10_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final SearchSettings settings;
  private final String name = "visibility-" + UUID.randomUUID();

  TestIndex(SearchSettings settings) {
    this.settings = settings;
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String keyword :
        List.of("tenant", "space", "owner", "group", "federation_source", "state")) {
      fields.put(keyword, Map.of("type", "keyword"));
    }
    for (String flag : List.of("world_readable", "group_readable", "archived")) {
      fields.put(flag, Map.of("type", "boolean"));
    }
    for (String time : List.of("created_at", "retired_at", "expires_at")) {
      fields.put(time, Map.of("type", "date"));
    }
    Map<String, Object> index =
        Map.of(
            "settings", Map.of("index", Map.of("number_of_replicas", 0)),
            "mappings", Map.of("dynamic", "strict", "properties", fields));
    call("PUT", "/" + name, JSON.writeValueAsString(index));
  }

  void fill(List<Row> rows) {
    StringBuilder lines = new StringBuilder();
    for (Row row : rows) {
      lines
          .append(JSON.writeValueAsString(Map.of("index", Map.of("_id", row.id().toString()))))
          .append('\n')
          .append(JSON.writeValueAsString(row.document()))
          .append('\n');
    }
    JsonNode answer = call("POST", "/" + name + "/_bulk?refresh=true", lines.toString());
    if (answer.path("errors").asBoolean()) {
      throw new IllegalStateException(answer.toString());
    }
  }

  /** What each of the filters lets through. */
  List<Set<UUID>> search(List<List<Object>> filters) {
    StringBuilder lines = new StringBuilder();
    for (List<Object> filter : filters) {
      Map<String, Object> query = Map.of("bool", Map.of("filter", filter));
      lines
          .append("{}\n")
          .append(JSON.writeValueAsString(Map.of("size", MOST, "_source", false, "query", query)))
          .append('\n');
    }
    List<Set<UUID>> found = new ArrayList<>();
    for (JsonNode response :
        call("POST", "/" + name + "/_msearch", lines.toString()).path("responses")) {
      if (response.has("error")) {
        throw new IllegalStateException(response.toString());
      }
      Set<UUID> ids = new HashSet<>();
      response.path("hits").path("hits").forEach(hit -> ids.add(id(hit)));
      found.add(ids);
    }
    return found;
  }

  private static UUID id(JsonNode hit) {
    return UUID.fromString(hit.path("_id").asString());
  }

  void delete() {
    call("DELETE", "/" + name, "");
  }

  private JsonNode call(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(settings.url().resolve(path))
            .header(
                "Content-Type", path.contains("/_") ? "application/x-ndjson" : "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      String answer = http.send(request, BodyHandlers.ofString()).body();
      JsonNode json = JSON.readTree(answer);
      if (json.has("error")) {
        throw new IllegalStateException(answer);
      }
      return json;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
