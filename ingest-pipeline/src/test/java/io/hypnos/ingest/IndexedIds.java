package io.hypnos.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.settings.SearchSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Ids of all documents of a tenant in an index, straight from OpenSearch. */
final class IndexedIds {
  private IndexedIds() {}

  /** Documents of all tenants, as a search sees them. */
  static long count(SearchSettings search) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(search.url().resolve("/" + search.index() + "/_count")).build();
    String answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    return JsonMapper.shared().readTree(answer).path("count").asLong(-1);
  }

  /** One that is there twice fails the test. */
  static Set<UUID> of(URI node, String index, UUID tenant)
      throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    Set<UUID> ids = new HashSet<>();
    String path = "/" + index + "/_search?scroll=1m&size=5000&_source=false";
    String body =
        JsonMapper.shared()
            .writeValueAsString(
                Map.of("query", Map.of("term", Map.of("tenant", tenant.toString()))));
    while (true) {
      HttpRequest request =
          HttpRequest.newBuilder(node.resolve(path))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      JsonNode answer =
          JsonMapper.shared().readTree(client.send(request, BodyHandlers.ofString()).body());
      JsonNode hits = answer.path("hits").path("hits");
      if (hits.isEmpty()) {
        return ids;
      }
      hits.forEach(
          hit -> assertThat(ids.add(UUID.fromString(hit.path("_id").asString()))).isTrue());
      path = "/_search/scroll";
      body =
          JsonMapper.shared()
              .writeValueAsString(
                  Map.of("scroll", "1m", "scroll_id", answer.path("_scroll_id").asString()));
    }
  }
}
