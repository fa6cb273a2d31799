package io.hypnos.api.mnemoverse;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.concept.ConceptGraph;
import io.hypnos.engine.concept.ConceptMap;
import io.hypnos.engine.tenancy.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The associations around some concepts. */
@RestController
final class GraphRoutes {
  private static final int MOST_SEEDS = 20;
  private static final int LONGEST_SEED = 200;
  private static final int DEEPEST = 3;
  private static final int DEFAULT_EDGES = 100;
  private static final int MOST_EDGES = 500;

  private final ConceptMap concepts;
  private final Stores stores;

  GraphRoutes(Engine engine, Stores stores) {
    this.concepts = engine.knowledge().conceptMap();
    this.stores = stores;
  }

  record Graph(
      List<Node> nodes,
      List<Edge> edges,
      boolean truncated,
      @JsonProperty("min_weight_applied") double minWeightApplied) {

    static Graph of(ConceptGraph graph) {
      return new Graph(
          graph.nodes().stream().map(node -> new Node(node.concept(), node.degree())).toList(),
          graph.edges().stream().map(Edge::of).toList(),
          graph.truncated(),
          graph.leastWeight());
    }
  }

  record Node(String concept, int degree) {}

  record Edge(
      String source,
      String target,
      double weight,
      double valence,
      int count,
      @JsonProperty("updated_at") Instant updatedAt) {

    static Edge of(ConceptGraph.Edge edge) {
      return new Edge(
          edge.source(),
          edge.target(),
          edge.weight(),
          edge.valence(),
          edge.count(),
          edge.updatedAt());
    }
  }

  @PostMapping("/api/v1/memory/graph")
  @Requires(Right.READ)
  Graph graph(Caller caller, JsonFields body) {
    ConceptGraph.Walk walk =
        new ConceptGraph.Walk(
            body.requiredTexts("seeds", 1, MOST_SEEDS, 1, LONGEST_SEED),
            body.integer("depth", 1, DEEPEST).orElse(1),
            body.number("min_weight", 0, Double.MAX_VALUE),
            body.integer("limit", 1, MOST_EDGES).orElse(DEFAULT_EDGES));
    Optional<String> domain = body.text("domain", 0, Domain.LONGEST_ASKED);
    body.refuseUnknown();
    body.check();
    Store store = stores.toRead(caller, domain);
    return Graph.of(concepts.around(store.caller().tenantId(), walk));
  }
}
