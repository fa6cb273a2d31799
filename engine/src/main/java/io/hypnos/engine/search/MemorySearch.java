package io.hypnos.engine.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.memory.Fingerprint;
import io.hypnos.engine.memory.LiveMemories;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.search.SearchResult.Hit;
import io.hypnos.engine.search.SearchResult.Source;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.engine.visibility.Visibilities;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Hybrid retrieval. The index proposes by words and by meaning, the record decides: what is
 * returned is read from PostgreSQL under the tenant's row-level security, so a stale index shows
 * nothing that is gone. The order is total: relevance, then time, then id.
 */
public final class MemorySearch {
  /**
   * Candidates asked of each arm; more than the page, so that fusion has something to choose from.
   */
  private static final int MIN_CANDIDATES = 50;

  private static final Comparator<Hit> BEST_FIRST =
      Comparator.comparingDouble(Hit::relevance)
          .reversed()
          .thenComparing(hit -> hit.memory().recordedAt(), Comparator.reverseOrder())
          .thenComparing(hit -> hit.memory().id());

  private final Database database;
  private final MemoryIndex index;
  private final EmbeddingModel embedding;
  private final SearchFreshness freshness;
  private final Visibilities visibilities;
  private final Cache<String, float[]> queryVectors =
      Caffeine.newBuilder().maximumSize(2_000).build();

  public MemorySearch(
      Database database, Visibilities visibilities, MemoryIndex index, EmbeddingModel embedding) {
    this.database = database;
    this.visibilities = visibilities;
    this.index = index;
    this.embedding = embedding;
    this.freshness = new SearchFreshness(database, index);
  }

  public SearchResult search(Caller caller, SearchRequest request) {
    long start = System.nanoTime();
    if (request.spaces().map(List::isEmpty).orElse(false)) {
      return new SearchResult(List.of(), false, millisSince(start));
    }
    float[] vector = queryVectors.get(request.query(), embedding::embed);
    freshness.ensure(caller.tenantId());
    int size = Math.max(MIN_CANDIDATES, request.limit() * 2);
    List<UUID> proposed =
        index.candidates(caller.tenantId(), request, vector, embedding.modelId(), size).stream()
            .map(Candidate::memoryId)
            .toList();
    byte[] fingerprint = Fingerprint.of(request.query());
    List<Memory> found =
        database.inTenant(
            caller.tenantId(),
            handle ->
                LiveMemories.find(
                    handle,
                    visibilities.resolve(
                        handle,
                        Viewer.of(caller),
                        request.spaces(),
                        History.NONE,
                        Optional.empty()),
                    proposed,
                    fingerprint));
    return ranked(request, vector, fingerprint, found, start);
  }

  private SearchResult ranked(
      SearchRequest request, float[] vector, byte[] fingerprint, List<Memory> found, long start) {
    Set<String> words = Relevance.contentWords(request.query());
    List<Hit> hits =
        found.stream()
            .filter(memory -> request.covers(memory.recordedAt()))
            .map(memory -> hit(memory, words, vector, fingerprint))
            .filter(hit -> hit.relevance() >= request.minRelevance())
            .sorted(BEST_FIRST)
            .limit(request.limit())
            .toList();
    boolean exact = hits.stream().anyMatch(hit -> hit.source() == Source.EXACT);
    return new SearchResult(hits, exact, millisSince(start));
  }

  private static Hit hit(Memory memory, Set<String> words, float[] vector, byte[] fingerprint) {
    if (java.util.Arrays.equals(Fingerprint.of(memory.content()), fingerprint)) {
      return new Hit(memory, 1.0, 1.0, Source.EXACT);
    }
    double cosine = Relevance.cosine(vector, memory.vectors().first());
    double similarity = Relevance.of(cosine, Relevance.coverage(words, memory.content()));
    return new Hit(memory, similarity, similarity, Source.SEMANTIC);
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000.0;
  }
}
