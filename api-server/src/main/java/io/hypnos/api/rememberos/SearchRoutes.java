package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hypnos.api.security.QueryQuota;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.search.MemorySearch;
import io.hypnos.engine.search.SearchResult;
import io.hypnos.engine.search.SearchResult.Hit;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Search in one collection, or in all that the key may read. */
@RestController
final class SearchRoutes {
  private final MemorySearch search;
  private final MemoryViews views;
  private final QueryQuota quota;
  private final StageFigures figures;

  SearchRoutes(Engine engine, MemoryViews views, QueryQuota quota, StageFigures figures) {
    this.search = engine.search();
    this.views = views;
    this.quota = quota;
    this.figures = figures;
  }

  record Found(@JsonUnwrapped MemoryView memory, double score) {}

  /**
   * @param searchMs without the time that the query's vector took
   */
  record Results(
      List<Found> results,
      @JsonProperty("query_embedding_ms") double queryEmbeddingMs,
      @JsonProperty("search_ms") double searchMs,
      boolean cached) {}

  @PostMapping("/v1/memory/collections/{collection}/search")
  @Requires(Right.READ)
  Results one(
      Caller caller, Principal principal, @PathVariable String collection, JsonFields body) {
    SearchBody wanted = SearchBody.from(body);
    return results(caller, principal, wanted, Optional.of(List.of(collection)));
  }

  @PostMapping("/v1/memory/search")
  @Requires(Right.READ)
  Results all(Caller caller, Principal principal, JsonFields body) {
    return results(caller, principal, SearchBody.from(body), Optional.empty());
  }

  private Results results(
      Caller caller, Principal principal, SearchBody wanted, Optional<List<String>> collections) {
    quota.take(principal, 1);
    SearchResult result = search.searchOpen(caller, wanted.request(collections));
    figures.add(result);
    List<Hit> hits = wanted.ordered(result.hits());
    List<Memory> memories = hits.stream().map(Hit::memory).toList();
    List<MemoryView> shown =
        result.cached()
            ? views.of(caller.tenantId(), memories)
            : views.ofRecalled(caller.tenantId(), memories);
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < hits.size(); i++) {
      found.add(new Found(shown.get(i), hits.get(i).similarity()));
    }
    return new Results(
        found,
        result.embeddingMillis(),
        Math.max(0, result.millis() - result.embeddingMillis()),
        result.cached());
  }
}
