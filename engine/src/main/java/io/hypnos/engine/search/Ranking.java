package io.hypnos.engine.search;

import io.hypnos.engine.association.Associations.Activated;
import io.hypnos.engine.association.Associations.Activation;
import io.hypnos.engine.association.Neighbours.Neighbour;
import io.hypnos.engine.search.SearchOptions.Boost;
import io.hypnos.engine.search.SearchResult.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * From scores to relevance: exact text is 1; a hinted concept closes a tenth of the distance; what
 * an associated concept calls up is at most 0.75; ratings change it by a share.
 */
final class Ranking {
  private static final double HINTED = 0.1;
  private static final double ASSOCIATED = 0.9;
  private static final double MOST_ASSOCIATED = 0.75;

  private final Map<UUID, Score> scores;
  private final Map<String, Double> associated = new HashMap<>();
  private final Set<String> hints = new HashSet<>();
  private final double ratingShare;
  private final Optional<Boost> boost;
  private final Instant now;

  Ranking(
      Map<UUID, Score> scores,
      Activation activation,
      List<String> hints,
      double ratingShare,
      Optional<Boost> boost,
      Instant now) {
    this.scores = scores;
    for (Activated each : activation.associated()) {
      associated.merge(ConceptWord.fold(each.concept()), each.strength(), Math::max);
    }
    hints.forEach(hint -> this.hints.add(ConceptWord.fold(hint)));
    this.ratingShare = ratingShare;
    this.boost = boost;
    this.now = now;
  }

  Ranked of(Standing standing) {
    Optional<Score> score = Optional.ofNullable(scores.get(standing.id()));
    double direct = score.map(Score::similarity).orElse(0.0);
    boolean hinted = false;
    double strongest = 0;
    if (!hints.isEmpty() || !associated.isEmpty()) {
      for (String concept : standing.concepts()) {
        String folded = ConceptWord.fold(concept);
        hinted |= hints.contains(folded);
        strongest = Math.max(strongest, associated.getOrDefault(folded, 0.0));
      }
    }
    double similarity = hinted ? direct + HINTED * (1 - direct) : direct;
    double called = Math.min(MOST_ASSOCIATED, ASSOCIATED * strongest);
    Source source = Source.SEMANTIC;
    if (standing.exact()) {
      similarity = 1;
      source = Source.EXACT;
    } else if (called > similarity) {
      similarity = called;
      source = Source.ASSOCIATED;
    }
    return ranked(
        standing,
        similarity,
        source,
        score,
        hinted,
        strongest > 0 ? Optional.of(strongest) : Optional.empty(),
        Optional.empty());
  }

  /** What a link from another hit leads to. */
  Ranked linked(Standing standing, Ranked seed, Neighbour link) {
    double similarity = seed.similarity() * link.share();
    return ranked(
        standing,
        similarity,
        Source.LINKED,
        Optional.ofNullable(scores.get(standing.id())),
        false,
        Optional.empty(),
        Optional.of(link.share()));
  }

  /** What is shown in the place of a member: found as that was, and rated as it is itself. */
  Ranked behind(Ranked member, Standing head) {
    Standing found = member.standing();
    Standing shown =
        new Standing(
            head.id(),
            head.recordedAt(),
            head.importance(),
            head.valence(),
            head.concepts(),
            head.expiresAt(),
            head.behind(),
            found.exact());
    double rating = rating(head);
    Explanation why = member.explanation();
    return new Ranked(
        shown,
        relevance(member.similarity() * rating, found),
        member.similarity(),
        member.source(),
        new Explanation(why.arms(), why.hinted(), why.association(), why.linked(), rating),
        Optional.of(found.id()));
  }

  private Ranked ranked(
      Standing standing,
      double similarity,
      Source source,
      Optional<Score> score,
      boolean hinted,
      Optional<Double> association,
      Optional<Double> linked) {
    double rating = rating(standing);
    return new Ranked(
        standing,
        relevance(similarity * rating, standing),
        similarity,
        source,
        new Explanation(score, hinted, association, linked, rating),
        Optional.empty());
  }

  private double rating(Standing standing) {
    return 1 + ratingShare * standing.valence();
  }

  private double relevance(double rated, Standing standing) {
    return boost.map(weights -> boosted(weights, rated, standing)).orElse(rated);
  }

  private double boosted(Boost weights, double rated, Standing standing) {
    double age = Math.max(0, Duration.between(standing.recordedAt(), now).toMillis());
    double recency = Math.pow(0.5, age / weights.halfLife().toMillis());
    return weights.relevance() * rated
        + weights.importance() * standing.importance()
        + weights.recency() * recency;
  }
}
