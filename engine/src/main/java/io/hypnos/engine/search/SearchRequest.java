package io.hypnos.engine.search;

import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.visibility.History;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to look for.
 *
 * @param spaces spaces to look in; empty for all of the tenant
 * @param filter what a memory must be like
 * @param history which memories beside the live ones are looked at
 * @param asOf what was held true at that moment instead of now
 * @param page which of the hits
 * @param minRelevance hits below it are left out
 * @param concepts concepts that the caller names as hints
 * @param options what else is wanted
 */
public record SearchRequest(
    String query,
    Optional<List<String>> spaces,
    MemoryFilter filter,
    History history,
    Optional<Instant> asOf,
    Page page,
    double minRelevance,
    List<String> concepts,
    SearchOptions options) {

  /** Hits after the first {@code offset}, at most {@code limit}. */
  public record Page(int offset, int limit) {
    public static Page first(int limit) {
      return new Page(0, limit);
    }

    int end() {
      return Math.addExact(offset, limit);
    }
  }

  public SearchRequest(
      String query, Optional<List<String>> spaces, int limit, double minRelevance) {
    this(
        query,
        spaces,
        MemoryFilter.NONE,
        History.NONE,
        Optional.empty(),
        Page.first(limit),
        minRelevance,
        List.of(),
        SearchOptions.USUAL);
  }

  public SearchRequest {
    spaces = spaces.map(List::copyOf);
    concepts = List.copyOf(concepts);
    if (page.offset() < 0 || page.limit() < 0) {
      throw new IllegalArgumentException("a page starts and ends after zero");
    }
  }

  SearchRequest withQuery(String other) {
    return new SearchRequest(
        other, spaces, filter, history, asOf, page, minRelevance, concepts, options);
  }

  public SearchRequest withFilter(MemoryFilter other) {
    return new SearchRequest(
        query, spaces, other, history, asOf, page, minRelevance, concepts, options);
  }

  public SearchRequest withHistory(History other) {
    return new SearchRequest(
        query, spaces, filter, other, asOf, page, minRelevance, concepts, options);
  }

  public SearchRequest withAsOf(Optional<Instant> other) {
    return new SearchRequest(
        query, spaces, filter, history, other, page, minRelevance, concepts, options);
  }

  public SearchRequest withPage(Page other) {
    return new SearchRequest(
        query, spaces, filter, history, asOf, other, minRelevance, concepts, options);
  }

  public SearchRequest withConcepts(List<String> other) {
    return new SearchRequest(
        query, spaces, filter, history, asOf, page, minRelevance, other, options);
  }

  public SearchRequest withOptions(SearchOptions other) {
    return new SearchRequest(
        query, spaces, filter, history, asOf, page, minRelevance, concepts, other);
  }
}
