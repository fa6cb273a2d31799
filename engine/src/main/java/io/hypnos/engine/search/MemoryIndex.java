package io.hypnos.engine.search;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.NearestMemories.Probe;
import io.hypnos.engine.visibility.IndexVisibility;
import io.hypnos.engine.visibility.Visibility;
import io.hypnos.settings.SearchSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The search index: a projection of the record that can be lost and made again. This is the one
 * class that builds queries, and each of them is routed to and filtered by a tenant.
 */
public final class MemoryIndex implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryIndex.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final SearchSettings settings;
  private final SearchNode node;

  public MemoryIndex(SearchSettings settings) {
    this.settings = settings;
    this.node = new SearchNode(settings);
  }

  /** Makes the index from its template when there is none. */
  public void ensure() {
    if (node.exists("/" + settings.index())) {
      return;
    }
    node.call("PUT", "/_index_template/" + settings.index(), Map.of(), template());
    Map<String, Object> aliases =
        Map.of("aliases", Map.of(settings.index(), Map.of("is_write_index", true)));
    String index = settings.index() + "-000001";
    try {
      node.call("PUT", "/" + index, Map.of(), JSON.writeValueAsString(aliases));
      LOG.info("made search index {}", index);
    } catch (HypnosException e) {
      // Another node may have been faster.
      if (!node.exists("/" + settings.index())) {
        throw e;
      }
    }
  }

  private String template() {
    try (InputStream stream =
        MemoryIndex.class.getResourceAsStream("/opensearch/memory-template.json")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .replace("${index}", settings.index())
          .replace("${shards}", String.valueOf(settings.shards()))
          .replace("${replicas}", String.valueOf(settings.replicas()));
    } catch (IOException e) {
      throw new IllegalStateException("the index template cannot be read", e);
    }
  }

  /**
   * Applies changes. When it returns, each is in the index, has lost against a newer one, or is one
   * that the index will never take, which is logged.
   */
  public void apply(List<IndexChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    for (IndexChange change : changes) {
      append(lines, change);
    }
    JsonNode answer =
        node.callLines(
            "POST",
            "/" + settings.index() + "/_bulk",
            Map.of("require_alias", "true"),
            lines.toString());
    if (answer.path("errors").asBoolean(false)) {
      answer.path("items").forEach(MemoryIndex::judge);
    }
  }

  private static void append(StringBuilder lines, IndexChange change) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("_id", change.memoryId().toString());
    header.put("routing", change.tenantId().toString());
    header.put("version", change.version());
    header.put("version_type", "external_gte");
    if (change instanceof IndexChange.Put put) {
      lines.append(JSON.writeValueAsString(Map.of("index", header))).append('\n');
      Map<String, Object> document = MemoryDocument.of(put.tenantId(), put.memory());
      lines.append(JSON.writeValueAsString(document)).append('\n');
    } else {
      lines.append(JSON.writeValueAsString(Map.of("delete", header))).append('\n');
    }
  }

  private static void judge(JsonNode item) {
    JsonNode result = item.iterator().next();
    int status = result.path("status").asInt();
    String type = result.path("error").path("type").asString();
    boolean outrun = status == 409;
    boolean gone = status == 404 && item.has("delete") && type.isEmpty();
    if (status < 300 || outrun || gone) {
      return;
    }
    if (status == 429 || status >= 500 || type.equals("index_not_found_exception")) {
      throw HypnosException.unavailable("The search index", new IllegalStateException(type));
    }
    LOG.error(
        "the search index will never take memory {}: {} {}",
        result.path("_id").asString(),
        status,
        type);
  }

  /** Makes everything applied so far visible to searches. */
  public void refresh() {
    node.call("POST", "/" + settings.index() + "/_refresh", Map.of(), null);
  }

  /** The documents that match the words or are nearest to the vector, in one round trip. */
  List<Candidate> candidates(
      UUID tenantId, SearchRequest request, float[] vector, String modelId, int size) {
    Map<String, Object> lexical =
        Map.of(
            "size",
            size,
            "_source",
            false,
            "query",
            Map.of(
                "bool",
                Map.of(
                    "must", Map.of("match", Map.of("text", LexicalQuery.of(request.query()))),
                    "filter", filter(tenantId, request, Optional.empty()))));
    Map<String, Object> nearest =
        Map.of(
            "size",
            size,
            "_source",
            false,
            "query",
            Map.of(
                "knn",
                Map.of(
                    "embedding",
                    Map.of(
                        "vector",
                        vector,
                        "k",
                        size,
                        "filter",
                        Map.of(
                            "bool",
                            Map.of("filter", filter(tenantId, request, Optional.of(modelId))))))));
    String header =
        JSON.writeValueAsString(Map.of("index", settings.index(), "routing", tenantId.toString()));
    String lines =
        String.join(
                "\n",
                header,
                JSON.writeValueAsString(lexical),
                header,
                JSON.writeValueAsString(nearest))
            + "\n";
    JsonNode responses = node.callLines("POST", "/_msearch", Map.of(), lines).path("responses");
    return merged(responses.get(0), responses.get(1));
  }

  /** For each probe the ids of the nearest documents of its space, nearest first. */
  List<List<UUID>> nearest(Visibility visibility, List<Probe> probes, int size) {
    String header =
        JSON.writeValueAsString(
            Map.of(
                "index", settings.index(), "routing", visibility.viewer().tenantId().toString()));
    StringBuilder lines = new StringBuilder();
    for (Probe probe : probes) {
      List<Object> filter = new ArrayList<>(IndexVisibility.of(visibility));
      filter.add(Map.of("term", Map.of("space", probe.space())));
      filter.add(Map.of("term", Map.of("embedding_model", probe.vectors().modelId())));
      Map<String, Object> knn =
          Map.of(
              "vector",
              probe.vectors().first(),
              "k",
              size,
              "filter",
              Map.of("bool", Map.of("filter", filter)));
      Map<String, Object> query =
          Map.of("size", size, "_source", false, "query", Map.of("knn", Map.of("embedding", knn)));
      lines.append(header).append('\n').append(JSON.writeValueAsString(query)).append('\n');
    }
    List<List<UUID>> nearest = new ArrayList<>();
    for (JsonNode response :
        node.callLines("POST", "/_msearch", Map.of(), lines.toString()).path("responses")) {
      List<UUID> ids = new ArrayList<>();
      for (JsonNode hit : hits(response)) {
        ids.add(UUID.fromString(hit.path("_id").asString()));
      }
      nearest.add(ids);
    }
    return nearest;
  }

  private static List<Candidate> merged(JsonNode lexical, JsonNode nearest) {
    Map<UUID, Candidate> candidates = new LinkedHashMap<>();
    for (JsonNode hit : hits(lexical)) {
      UUID id = UUID.fromString(hit.path("_id").asString());
      candidates.put(id, new Candidate(id, hit.path("_score").asDouble()));
    }
    for (JsonNode hit : hits(nearest)) {
      UUID id = UUID.fromString(hit.path("_id").asString());
      candidates.putIfAbsent(id, new Candidate(id, 0));
    }
    return List.copyOf(candidates.values());
  }

  private static JsonNode hits(JsonNode response) {
    if (response.has("error")) {
      int status = response.path("status").asInt();
      IllegalStateException cause =
          new IllegalStateException(response.path("error").path("type").asString());
      if (status == 429 || status >= 500) {
        throw HypnosException.unavailable("The search index", cause);
      }
      throw new HypnosException(ErrorCode.INTERNAL, "the search index refused a query", cause);
    }
    return response.path("hits").path("hits");
  }

  private static List<Object> filter(
      UUID tenantId, SearchRequest request, Optional<String> modelId) {
    List<Object> filter = new ArrayList<>();
    filter.add(Map.of("term", Map.of("tenant", tenantId.toString())));
    filter.add(Map.of("term", Map.of("state", "live")));
    request.spaces().ifPresent(names -> filter.add(Map.of("terms", Map.of("space", names))));
    request.since().ifPresent(start -> filter.add(range("gte", start)));
    request.until().ifPresent(end -> filter.add(range("lte", end)));
    modelId.ifPresent(id -> filter.add(Map.of("term", Map.of("embedding_model", id))));
    return filter;
  }

  private static Map<String, Object> range(String bound, Instant time) {
    return Map.of("range", Map.of("created_at", Map.of(bound, time.toString())));
  }

  /** Removes all documents of a tenant and says how many there were. */
  public long eraseTenant(UUID tenantId) {
    refresh();
    String query =
        JSON.writeValueAsString(
            Map.of("query", Map.of("term", Map.of("tenant", tenantId.toString()))));
    return node.call(
            "POST",
            "/" + settings.index() + "/_delete_by_query",
            Map.of(
                "routing", tenantId.toString(),
                "conflicts", "proceed",
                "refresh", "true",
                "requests_per_second", "-1"),
            query)
        .path("deleted")
        .asLong();
  }

  /** Makes the index if need be and says which one it is, on which nodes. */
  public Incarnation incarnation() {
    ensure();
    TreeSet<String> nodes = new TreeSet<>();
    for (JsonNode found : node.call("GET", "/_cluster/state/nodes", Map.of(), null).path("nodes")) {
      nodes.add(found.path("ephemeral_id").asString());
    }
    TreeSet<String> indices = new TreeSet<>();
    for (JsonNode index :
        node.call("GET", "/" + settings.index() + "/_settings/index.uuid", Map.of(), null)) {
      indices.add(index.path("settings").path("index").path("uuid").asString());
    }
    return new Incarnation(String.join(",", nodes), String.join(",", indices));
  }

  /** Whether the index answers and its shards are there. */
  public boolean isReachable() {
    try {
      String path = "/_cluster/health/" + settings.index();
      String status =
          node.call("GET", path, Map.of("timeout", "1s", "level", "cluster"), null)
              .path("status")
              .asString();
      return status.equals("green") || status.equals("yellow");
    } catch (HypnosException e) {
      LOG.debug("the search index is not reachable", e);
      return false;
    }
  }

  @Override
  public void close() {
    node.close();
  }
}
