package io.hypnos.local.opensearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An index made from the product's template, with three memories of one tenant. */
final class MemoryIndex {
  static final String TENANT = "acme";

  private final SearchClient client;
  private final String name;

  MemoryIndex(SearchClient client, String name) {
    this.client = client;
    this.name = name;
  }

  void create() throws IOException {
    assertThat(client.put("/_index_template/" + name, template()).status()).isEqualTo(200);
    assertThat(client.put("/" + name + "-1", "").status()).isEqualTo(200);
    assertThat(put("coffee", 1, "She loves drinking strong coffee", "home", 0).status())
        .isEqualTo(201);
    assertThat(put("train", 1, "The trains to Berlin leave at nine", "work", 1).status())
        .isEqualTo(201);
    assertThat(put("secret", 1, "Coffee is bought on Fridays", "private", 0).status())
        .isEqualTo(201);
    assertThat(client.post("/" + name + "-1/_flush", "").status()).isEqualTo(200);
    assertThat(client.post("/" + name + "-1/_refresh", "").status()).isEqualTo(200);
  }

  SearchClient.Answer put(String id, long version, String text, String space, int axis) {
    String document =
        """
        {"tenant": "%s", "space": "%s", "text": "%s", "concepts": ["a"], "kind": "fact",
         "tokens": ["%s"], "created_at": "2026-01-01T00:00:00Z",
         "embedding": %s}
        """
            .formatted(TENANT, space, text, id, vector(axis));
    return client.put(
        "/%s-1/_doc/%s?routing=%s&version=%d&version_type=external_gte"
            .formatted(name, id, TENANT, version),
        document);
  }

  /** Ids of the hits, best first, as OpenSearch renders them. */
  SearchClient.Answer search(String query) {
    return client.post(
        "/%s-1/_search?routing=%s&filter_path=hits.hits._id".formatted(name, TENANT), query);
  }

  SearchClient.Answer post(String action, String body) {
    return client.post("/%s-1/%s".formatted(name, action), body);
  }

  /** A unit vector along one axis. */
  static String vector(int axis) {
    return IntStream.range(0, 384)
        .mapToObj(position -> position == axis ? "1" : "0")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private String template() throws IOException {
    try (InputStream resource =
        MemoryIndex.class.getResourceAsStream("/opensearch/memory-template.json")) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8)
          .replace("${index}", name)
          .replace("\"${dimensions}\"", "384")
          .replace("${shards}", "1")
          .replace("${replicas}", "0");
    }
  }
}
