package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.QueryFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.digest.Digests;
import io.hypnos.engine.digest.Profile;
import io.hypnos.engine.digest.Summary;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.relation.Links;
import io.hypnos.engine.relation.Pair;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What a collection says as a whole: a profile, a summary, what took the place of what. */
@RestController
final class KnowledgeRoutes {
  static final int USUAL = 50;
  static final int MOST = 200;

  private final Digests digests;
  private final Links links;
  private final CollectionMemories memories;
  private final MemoryViews views;

  KnowledgeRoutes(Engine engine, CollectionMemories memories, MemoryViews views) {
    this.digests = engine.digests();
    this.links = engine.knowledge().links();
    this.memories = memories;
    this.views = views;
  }

  record ProfileView(String profile, @JsonProperty("based_on") int basedOn) {}

  record SummaryView(
      String summary,
      List<String> themes,
      @JsonProperty("based_on") int basedOn,
      @JsonProperty("generated_at") Instant generatedAt) {}

  record Contradiction(MemoryView current, MemoryView superseded) {}

  @GetMapping("/v1/memory/collections/{collection}/profile")
  @Requires(Right.READ)
  ProfileView profile(Caller caller, @PathVariable String collection) {
    memories.requireReadable(caller, collection);
    Profile profile = digests.profile(caller, collection);
    return new ProfileView(profile.text(), profile.basedOn());
  }

  @GetMapping("/v1/memory/collections/{collection}/summary")
  @Requires(Right.READ)
  SummaryView summary(Caller caller, @PathVariable String collection, QueryFields query) {
    int limit = query.integer("limit", 1, MOST, USUAL);
    query.check();
    return summary(caller, collection, limit);
  }

  SummaryView summary(Caller caller, String collection, int limit) {
    memories.requireReadable(caller, collection);
    Summary summary = digests.summary(caller, collection, limit);
    return new SummaryView(summary.text(), summary.themes(), summary.basedOn(), summary.madeAt());
  }

  @GetMapping("/v1/memory/collections/{collection}/contradictions")
  @Requires(Right.READ)
  List<Contradiction> contradictions(
      Caller caller, @PathVariable String collection, QueryFields query) {
    int limit = query.integer("limit", 1, MOST, USUAL);
    query.check();
    return contradictions(caller, collection, limit);
  }

  List<Contradiction> contradictions(Caller caller, String collection, int limit) {
    memories.requireReadable(caller, collection);
    List<Pair> pairs =
        links.supersessions(Viewer.of(caller), Optional.of(List.of(collection)), limit);
    List<Memory> all =
        pairs.stream().flatMap(pair -> Stream.of(pair.newer(), pair.older())).toList();
    Map<UUID, MemoryView> shown = views.byId(caller.tenantId(), all);
    return pairs.stream()
        .map(pair -> new Contradiction(shown.get(pair.newer().id()), shown.get(pair.older().id())))
        .toList();
  }
}
