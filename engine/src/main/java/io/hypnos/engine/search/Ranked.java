package io.hypnos.engine.search;

import io.hypnos.engine.search.SearchResult.Source;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/**
 * A memory with all that decides its place.
 *
 * @param member that stands behind it and by which it was found
 */
record Ranked(
    Standing standing,
    double relevance,
    double similarity,
    Source source,
    Explanation explanation,
    Optional<UUID> member) {

  /** A total order: relevance, then what is exact, then the newest, then the id. */
  static final Comparator<Ranked> BEST_FIRST =
      Comparator.comparingDouble(Ranked::relevance)
          .reversed()
          .thenComparing(each -> each.source() != Source.EXACT)
          .thenComparing(each -> each.standing().recordedAt(), Comparator.reverseOrder())
          .thenComparing(Ranked::id);

  /** Names the member that is nearest to the question, also where its own words led here. */
  Ranked through(Optional<Ranked> nearest) {
    return nearest
        .map(
            each -> new Ranked(standing, relevance, similarity, source, explanation, each.member()))
        .orElse(this);
  }

  UUID id() {
    return standing.id();
  }
}
