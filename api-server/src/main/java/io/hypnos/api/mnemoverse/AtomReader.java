package io.hypnos.api.mnemoverse;

import io.hypnos.engine.memory.Revisions;
import io.hypnos.engine.search.MemorySearch;
import io.hypnos.engine.search.SearchResult;
import io.hypnos.engine.tenancy.Caller;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Asks the memory and counts what was recalled. */
final class AtomReader {
  private final MemorySearch search;
  private final Revisions revisions;
  private final Stores stores;

  AtomReader(MemorySearch search, Revisions revisions, Stores stores) {
    this.search = search;
    this.revisions = revisions;
    this.stores = stores;
  }

  ReadResponse read(Caller caller, Question question) {
    Store store = stores.toRead(caller, question.domains());
    SearchResult result = search.search(store.caller(), question.search());
    List<UUID> ids = result.hits().stream().map(hit -> hit.memory().id()).toList();
    Map<UUID, List<UUID>> earlier = revisions.predecessorsOfRecalled(store.viewer(), ids);
    return new ReadResponse(
        result.hits().stream()
            .map(hit -> MemoryItem.of(hit, earlier.getOrDefault(hit.memory().id(), List.of())))
            .toList(),
        result.exactHit(),
        result.concepts(),
        result.expandedConcepts(),
        result.millis(),
        question.includeTimings()
            ? Map.of("embedding_ms", result.embeddingMillis(), "search_ms", result.millis())
            : null);
  }
}
