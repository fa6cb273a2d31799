package io.hypnos.api.mnemoverse;

import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.filter.Window;
import io.hypnos.engine.search.MemorySearch;
import io.hypnos.engine.search.SearchRequest;
import io.hypnos.engine.search.SearchResult;
import io.hypnos.engine.search.SearchResult.Hit;
import io.hypnos.engine.tenancy.Caller;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Turns a question of this dialect into a search and its result into items. */
final class AtomReader {
  private static final Comparator<Hit> NEWEST_FIRST =
      Comparator.comparing((Hit hit) -> hit.memory().recordedAt()).reversed();

  private final MemorySearch search;

  AtomReader(MemorySearch search) {
    this.search = search;
  }

  ReadResponse read(Caller caller, ReadRequest request) {
    SearchResult result =
        search.search(
            caller,
            new SearchRequest(
                    request.query(),
                    request.domain().map(AtomReader::spaces),
                    request.topK(),
                    request.minRelevance())
                .withFilter(
                    MemoryFilter.NONE.withRecorded(new Window(request.since(), request.until())))
                .withConcepts(request.concepts()));
    List<Hit> hits = result.hits();
    List<Hit> ordered = request.newestFirst() ? hits.stream().sorted(NEWEST_FIRST).toList() : hits;
    return new ReadResponse(
        ordered.stream().map(MemoryItem::of).toList(),
        hits.stream().anyMatch(hit -> hit.source() == SearchResult.Source.EXACT),
        result.concepts(),
        result.expandedConcepts(),
        result.millis(),
        request.includeTimings() ? Map.of("search_ms", result.millis()) : null);
  }

  /** The domain with the empty name has no atoms. */
  private static List<String> spaces(String domain) {
    return domain.isEmpty() ? List.of() : List.of(domain);
  }
}
