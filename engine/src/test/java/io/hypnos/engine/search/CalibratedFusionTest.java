package io.hypnos.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class CalibratedFusionTest {
  private static final int SIZE = 50;

  @Test
  void moreOfTheWordsOrANearerMeaningNeverScoresLess() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      Proposal.Lists lists = lists(random);
      QueryWords words = QueryWords.of("alpha beta gamma delta");
      Map<UUID, Score> scores = CalibratedFusion.fuse(lists, words, SIZE);
      for (Score better : scores.values()) {
        for (Score worse : scores.values()) {
          boolean dominates =
              better.lexical() >= worse.lexical()
                  && better.cosine() >= worse.cosine()
                  && better.named() == worse.named();
          if (dominates) {
            assertThat(better.similarity())
                .as("seed %d round %d", seed, round)
                .isGreaterThanOrEqualTo(worse.similarity());
          }
        }
      }
    }
  }

  @Test
  void similarityStaysBetweenZeroAndOne() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      CalibratedFusion.fuse(lists(random), QueryWords.of("alpha beta"), SIZE)
          .values()
          .forEach(score -> assertThat(score.similarity()).as("seed %d", seed).isBetween(0.0, 1.0));
    }
  }

  @Test
  void whoIsNamedIsPreferred() {
    Proposal anna = said(1, "Anna", Optional.empty());
    Proposal ben = said(2, "Ben", Optional.empty());
    Map<UUID, Score> scores =
        CalibratedFusion.fuse(
            new Proposal.Lists(List.of(ben, anna), List.of(), List.of()),
            QueryWords.of("What does Anna like?"),
            SIZE);

    assertThat(scores.get(anna.id()).similarity()).isGreaterThan(scores.get(ben.id()).similarity());
  }

  @Test
  void whoAsksOfThemselvesMeansTheUser() {
    Proposal user = said(1, "user", Optional.empty());
    Proposal assistant = said(2, "assistant", Optional.empty());
    Map<UUID, Score> scores =
        CalibratedFusion.fuse(
            new Proposal.Lists(List.of(assistant, user), List.of(), List.of()),
            QueryWords.of("What is my favourite colour?"),
            SIZE);

    assertThat(scores.get(user.id()).named()).isTrue();
    assertThat(scores.get(assistant.id()).named()).isFalse();
  }

  @Test
  void aTurnGetsAShareOfTheTurnsThatFollowIt() {
    Proposal question = said(1, "Anna", Optional.empty());
    Proposal answer = said(2, "Ben", Optional.of(question.id()));
    Proposal elsewhere = said(3, "Ben", Optional.empty());
    Map<UUID, Score> scores =
        CalibratedFusion.fuse(
            new Proposal.Lists(List.of(question, answer, elsewhere), List.of(), List.of()),
            QueryWords.of("colour"),
            SIZE);

    assertThat(scores.get(question.id()).following()).isPositive();
    assertThat(scores.get(elsewhere.id()).following()).isZero();
  }

  private static Proposal said(long id, String speaker, Optional<UUID> previous) {
    return new Proposal(
        new UUID(0, id), 3, Set.of(0), Optional.of("talk"), Optional.of(speaker), previous);
  }

  private static Proposal.Lists lists(Random random) {
    return new Proposal.Lists(list(random, 10 * random.nextDouble()), list(random, 1), List.of());
  }

  private static List<Proposal> list(Random random, double most) {
    List<Proposal> list = new ArrayList<>();
    for (long id = 0; id < 20; id++) {
      if (random.nextBoolean()) {
        Set<Integer> words = random.nextBoolean() ? Set.of(0, 1) : Set.of(2);
        list.add(
            new Proposal(
                new UUID(1, id),
                most * random.nextDouble(),
                words,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
      }
    }
    list.sort(Comparator.comparingDouble(Proposal::score).reversed());
    return list;
  }
}
