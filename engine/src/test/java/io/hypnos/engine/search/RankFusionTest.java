package io.hypnos.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class RankFusionTest {
  private static final QueryWords WORDS = QueryWords.of("tea");

  @Test
  void firstInBothListsIsOne() {
    Map<UUID, Score> scores =
        RankFusion.fuse(
            new Proposal.Lists(
                List.of(proposal(1, 9), proposal(2, 8)),
                List.of(proposal(1, 0.9), proposal(3, 0.8)),
                List.of()),
            WORDS,
            0.3);

    assertThat(scores.get(new UUID(0, 1)).similarity()).isCloseTo(1, within(1e-9));
    assertThat(scores.get(new UUID(0, 2)).similarity()).isCloseTo(61.0 / 124, within(1e-9));
    assertThat(scores.get(new UUID(0, 3)).similarity())
        .isEqualTo(scores.get(new UUID(0, 2)).similarity());
  }

  @Test
  void theLeastRelevanceHoldsForMeaningOnly() {
    Map<UUID, Score> scores =
        RankFusion.fuse(
            new Proposal.Lists(List.of(proposal(1, 0.01)), List.of(proposal(2, 0.29)), List.of()),
            WORDS,
            0.3);

    assertThat(scores).containsOnlyKeys(new UUID(0, 1));
  }

  private static Proposal proposal(long id, double score) {
    return new Proposal(
        new UUID(0, id), score, Set.of(0), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
