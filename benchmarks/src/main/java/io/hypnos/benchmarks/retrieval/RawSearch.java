package io.hypnos.benchmarks.retrieval;

import io.hypnos.settings.SearchSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * The floor: both arms of a search sent straight to OpenSearch, and nothing done with the answer.
 */
public final class RawSearch {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> FIELDS = List.of("memory", "stream", "speaker", "previous");

  private final HttpClient client = HttpClient.newHttpClient();
  private final SearchSettings settings;

  public RawSearch(SearchSettings settings) {
    this.settings = settings;
  }

  public int search(UUID tenant, String query, float[] vector) {
    List<Object> filter =
        List.of(
            Map.of("term", Map.of("tenant", tenant.toString())),
            Map.of("term", Map.of("state", "live")));
    Map<String, Object> words =
        Map.of("bool", Map.of("must", Map.of("match", Map.of("context", query)), "filter", filter));
    Map<String, Object> meaning =
        Map.of(
            "knn",
            Map.of(
                "embedding",
                Map.of(
                    "vector",
                    vector,
                    "k",
                    settings.candidates(),
                    "filter",
                    Map.of("bool", Map.of("filter", filter)))));
    String header =
        JSON.writeValueAsString(Map.of("index", settings.index(), "routing", tenant.toString()));
    String lines = String.join("\n", header, body(words), header, body(meaning)) + "\n";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(settings.url() + "/_msearch"))
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofString(lines))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body().length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private String body(Map<String, Object> query) {
    return JSON.writeValueAsString(
        Map.of(
            "size",
            settings.candidates(),
            "_source",
            false,
            "track_total_hits",
            false,
            "docvalue_fields",
            FIELDS,
            "query",
            query));
  }
}
