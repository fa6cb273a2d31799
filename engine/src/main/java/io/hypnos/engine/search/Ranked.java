package io.hypnos.engine.search;

import io.hypnos.engine.search.SearchResult.Source;
import java.util.Comparator;
import java.util.UUID;

/** A memory with all that decides its place. */
record Ranked(
    Standing standing,
    double relevance,
    double similarity,
    Source source,
    Explanation explanation) {

  /** A total order: relevance, then what is exact, then the newest, then the id. */
  static final Comparator<Ranked> BEST_FIRST =
      Comparator.comparingDouble(Ranked::relevance)
          .reversed()
          .thenComparing(each -> each.source() != Source.EXACT)
          .thenComparing(each -> each.standing().recordedAt(), Comparator.reverseOrder())
          .thenComparing(Ranked::id);

  UUID id() {
    return standing.id();
  }
}
