package io.hypnos.engine.search;

import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.NearestMemories.Probe;
import io.hypnos.engine.visibility.IndexVisibility;
import io.hypnos.engine.visibility.Visibility;
import io.hypnos.settings.SearchSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.IntSupplier;
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
  private static final JsonMapper JSON = IndexJson.MAPPER;

  private static final int MOST_FOLLOWERS = 10_000;
  private static final int MOST_SPEAKERS = 200;

  private final SearchSettings settings;
  private final IntSupplier dimensions;
  private final SearchNode node;
  private final IndexWriter writer;
  private final VectorScales scales;

  /** The dimensions of the vectors are asked for when an index has to be made. */
  public MemoryIndex(SearchSettings settings, IntSupplier dimensions) {
    this.settings = settings;
    this.dimensions = dimensions;
    this.node = new SearchNode(settings);
    this.writer = new IndexWriter(node);
    this.scales = new VectorScales(node);
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
          .replace("\"${dimensions}\"", String.valueOf(dimensions.getAsInt()))
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
    writer.apply(
        settings.index(),
        Map.of("require_alias", "true"),
        IndexWriter.REPLACES_SAME_VERSION,
        changes);
  }

  /** The same on an index that is not in use yet. */
  public void applyTo(String target, List<IndexChange> changes) {
    writer.apply(target, Map.of(), IndexWriter.REPLACES_SAME_VERSION, changes);
  }

  /** Puts what the index does not have in this version yet; what it has costs next to nothing. */
  public void complete(String target, List<IndexChange> changes) {
    writer.apply(target, Map.of(), IndexWriter.YIELDS_TO_SAME_VERSION, changes);
  }

  /** Makes everything applied so far visible to searches. */
  public void refresh() {
    refresh(settings.index());
  }

  /** The same on an index that is not in use yet. */
  public void refresh(String target) {
    node.call("POST", "/" + target + "/_refresh", Map.of(), null);
  }

  /** Indices beside each other: making the next one, putting it into use, removing the old. */
  public IndexGenerations generations() {
    return new IndexGenerations(settings.index(), this::template, node);
  }

  /** What matches the words, is nearest to the vector or carries a concept, in one round trip. */
  Proposal.Lists propose(ProposalRequest request) {
    ProposalQueries queries = new ProposalQueries(request);
    List<Map<String, Object>> bodies = new ArrayList<>();
    request
        .words()
        .filter(words -> !words.content().isEmpty())
        .ifPresent(words -> bodies.add(queries.lexical(words)));
    boolean lexical = !bodies.isEmpty();
    request.vector().ifPresent(vector -> bodies.add(queries.semantic(vector)));
    if (!request.concepts().isEmpty()) {
      bodies.add(queries.associated(request.concepts()));
    }
    JsonNode responses = search(request.visibility(), bodies);
    int next = 0;
    List<Proposal> byWords = lexical ? IndexHits.lexical(responses.path(next++)) : List.of();
    List<Proposal> byMeaning =
        request.vector().isPresent() ? semantic(request, responses.path(next++)) : List.of();
    List<Proposal> byConcept =
        request.concepts().isEmpty() ? List.of() : IndexHits.lexical(responses.path(next));
    return new Proposal.Lists(byWords, byMeaning, byConcept);
  }

  /** Nothing while the index is still that of a model with other dimensions. */
  private List<Proposal> semantic(ProposalRequest request, JsonNode response) {
    boolean refused = response.path("status").asInt() == 400;
    if (refused && storedDimensions() != request.vector().orElseThrow().values().length) {
      LOG.debug("the search index has vectors of other dimensions: searched by words alone");
      return List.of();
    }
    return IndexHits.semantic(response, scales);
  }

  private int storedDimensions() {
    JsonNode mappings =
        node.call("GET", "/" + settings.index() + "/_mapping/field/embedding", Map.of(), null);
    return mappings
        .path(mappings.propertyNames().iterator().next())
        .path("mappings")
        .path("embedding")
        .path("mapping")
        .path("embedding")
        .path("dimension")
        .asInt();
  }

  private JsonNode search(Visibility visibility, List<Map<String, Object>> bodies) {
    if (bodies.isEmpty()) {
      return JSON.createArrayNode();
    }
    String header =
        JSON.writeValueAsString(
            Map.of(
                "index", settings.index(), "routing", visibility.viewer().tenantId().toString()));
    StringBuilder lines = new StringBuilder();
    for (Map<String, Object> body : bodies) {
      lines.append(header).append('\n').append(JSON.writeValueAsString(body)).append('\n');
    }
    return node.callLines("POST", "/_msearch", Map.of(), lines.toString()).path("responses");
  }

  /** Who speaks in what can be seen; of very many, those who speak most. */
  Set<String> speakers(Visibility visibility) {
    Map<String, Object> body =
        Map.of(
            "size",
            0,
            "track_total_hits",
            false,
            "query",
            Map.of("bool", Map.of("filter", IndexVisibility.of(visibility))),
            "aggs",
            Map.of("speakers", Map.of("terms", Map.of("field", "speaker", "size", MOST_SPEAKERS))));
    JsonNode buckets =
        IndexHits.answered(search(visibility, List.of(body)).path(0))
            .path("aggregations")
            .path("speakers");
    Set<String> speakers = new TreeSet<>();
    buckets.path("buckets").forEach(bucket -> speakers.add(bucket.path("key").asString()));
    return speakers;
  }

  /** For each probe the ids of the nearest documents of its space, nearest first. */
  List<List<UUID>> nearest(Visibility visibility, List<Probe> probes, int size) {
    List<Map<String, Object>> bodies = new ArrayList<>();
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
      bodies.add(
          Map.of("size", size, "_source", false, "query", Map.of("knn", Map.of("embedding", knn))));
    }
    List<List<UUID>> nearest = new ArrayList<>();
    for (JsonNode response : search(visibility, bodies)) {
      nearest.add(IndexHits.memoryIds(response));
    }
    return nearest;
  }

  /**
   * Memories that are found by words of these too, because those were said before them. Sees all
   * that was applied so far.
   */
  public List<UUID> followers(UUID tenantId, Collection<UUID> ids) {
    return followersIn(settings.index(), tenantId, ids);
  }

  /** The same on an index that is not in use yet. */
  public List<UUID> followersIn(String target, UUID tenantId, Collection<UUID> ids) {
    refresh(target);
    List<String> names = ids.stream().map(UUID::toString).toList();
    Map<String, Object> body =
        Map.of(
            "size",
            MOST_FOLLOWERS,
            "_source",
            false,
            "query",
            Map.of(
                "bool",
                Map.of(
                    "filter",
                    List.of(
                        Map.of("term", Map.of("tenant", tenantId.toString())),
                        Map.of("terms", Map.of("context_of", names))))));
    return IndexHits.memoryIds(
        node.call(
            "POST",
            "/" + target + "/_search",
            Map.of("routing", tenantId.toString()),
            JSON.writeValueAsString(body)));
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
