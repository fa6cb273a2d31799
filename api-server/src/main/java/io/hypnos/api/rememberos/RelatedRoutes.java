package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.QueryFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryRemover;
import io.hypnos.engine.memory.Removal;
import io.hypnos.engine.search.MemorySearch;
import io.hypnos.engine.search.Related;
import io.hypnos.engine.search.RelatedMemories;
import io.hypnos.engine.search.SearchOptions;
import io.hypnos.engine.search.SearchRequest;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is near in meaning: to a memory, or to words, to be forgotten. */
@RestController
final class RelatedRoutes {
  private static final int USUAL_NEIGHBOURS = 5;
  private static final int USUALLY_FORGOTTEN = 10;
  private static final int MOST = 50;
  private static final double USUAL_FLOOR = 0.5;

  private final RelatedMemories related;
  private final MemorySearch search;
  private final MemoryRemover remover;
  private final CollectionMemories memories;
  private final MemoryViews views;

  RelatedRoutes(Engine engine, CollectionMemories memories, MemoryViews views) {
    this.related = engine.related();
    this.search = engine.search();
    this.remover = engine.memories().remover();
    this.memories = memories;
    this.views = views;
  }

  record Neighbour(@JsonUnwrapped MemoryView memory, double score) {}

  record Forgotten(int deleted, List<UUID> ids) {}

  @GetMapping("/v1/memory/collections/{collection}/memories/{memoryId}/related")
  @Requires(Right.READ)
  List<Neighbour> related(
      Caller caller,
      @PathVariable String collection,
      @PathVariable String memoryId,
      QueryFields query) {
    int limit = query.integer("limit", 1, MOST, USUAL_NEIGHBOURS);
    double floor = query.number("min_score", 0, 1, 0);
    query.check();
    return neighbours(caller, memories.toRead(caller, collection, memoryId), limit, floor);
  }

  List<Neighbour> neighbours(Caller caller, Memory memory, int limit, double floor) {
    List<Related> found = related.to(Viewer.of(caller), memory, limit, floor);
    List<MemoryView> shown =
        views.of(caller.tenantId(), found.stream().map(Related::memory).toList());
    List<Neighbour> neighbours = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      neighbours.add(new Neighbour(shown.get(i), found.get(i).similarity()));
    }
    return neighbours;
  }

  /** Deletes for good what is near the words; what is pinned is spared. */
  @PostMapping("/v1/memory/collections/{collection}/forget")
  @Requires(Right.WRITE)
  Forgotten forget(Caller caller, @PathVariable String collection, JsonFields body) {
    String query = body.requiredText("query", 1, MemoryFields.LONGEST_TEXT);
    MemoryFields.refuseBlank(body, "query", query);
    double floor = body.number("min_score", 0, 1).orElse(USUAL_FLOOR);
    int limit = body.integer("limit", 1, MOST).orElse(USUALLY_FORGOTTEN);
    body.check();
    memories.requireReadable(caller, collection);
    memories.requireWritable(caller, collection);
    SearchRequest request =
        new SearchRequest(query, Optional.of(List.of(collection)), limit, floor)
            .withOptions(
                SearchOptions.USUAL.withMode(SearchOptions.Mode.VECTOR).withAssociations(false));
    List<UUID> going =
        search.search(caller, request).hits().stream()
            .filter(hit -> !hit.memory().life().pinned())
            .map(hit -> hit.memory().id())
            .toList();
    Removal removal =
        remover.delete(
            caller,
            Viewer.of(caller),
            going,
            MemoryRemover.Trace.NONE,
            memory -> !memory.life().pinned());
    List<UUID> gone = new ArrayList<>(removal.requested());
    gone.addAll(removal.derived());
    return new Forgotten(gone.size(), gone);
  }
}
