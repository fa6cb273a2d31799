package io.hypnos.engine.consolidation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

final class DensityClustersTest {
  private final long seed = Long.getLong("hypnos.seed", 20260102L);
  private final Random random = new Random(seed);
  private final DensityClusters clusters =
      new DensityClusters(new DensityClusters.Rules(2, 0.30, 3, 64));

  @Test
  void tightGroupsAreFoundAndLonelyOnesLeftAlone() {
    List<float[]> vectors = Clouds.of(7, 4, 20, 0.95, random);
    List<int[]> found = all(vectors, DensityClustersTest::never, DensityClustersTest::oneRoom);
    assertThat(found).as("seed %d", seed).hasSize(7);
    for (int group = 0; group < 7; group++) {
      int from = group * 4;
      assertThat(found.get(group)).containsExactly(from, from + 1, from + 2, from + 3);
    }
  }

  @Test
  void theOrderInWhichMemoriesStandPlaysNoPart() {
    List<float[]> vectors = Clouds.of(12, 5, 30, 0.9, random);
    Set<Set<List<Float>>> one =
        groups(vectors, all(vectors, DensityClustersTest::never, DensityClustersTest::oneRoom));
    List<float[]> shuffled = new ArrayList<>(vectors);
    Collections.shuffle(shuffled, random);
    assertThat(
            groups(
                shuffled, all(shuffled, DensityClustersTest::never, DensityClustersTest::oneRoom)))
        .as("seed %d", seed)
        .isEqualTo(one);
  }

  @Test
  void twoAreNoGroupUnlessTheyAreTheSameWords() {
    List<float[]> vectors = Clouds.of(1, 2, 10, 0.99, random);
    assertThat(all(vectors, DensityClustersTest::never, DensityClustersTest::oneRoom)).isEmpty();
    List<int[]> repeats =
        clusters.of(
            NeighbourGraph.of(vectors),
            i -> true,
            DensityClustersTest::oneRoom,
            i -> i < 2 ? "same" : i,
            DensityClustersTest::never);
    assertThat(repeats).hasSize(1);
    assertThat(repeats.get(0)).containsExactly(0, 1);
  }

  @Test
  void roomsAreNeverMixed() {
    List<float[]> vectors = Clouds.of(3, 8, 0, 0.97, random);
    List<int[]> found = all(vectors, DensityClustersTest::never, i -> i % 2);
    assertThat(found).hasSize(6);
    for (int[] group : found) {
      assertThat(Arrays.stream(group).map(i -> i % 2).distinct().count()).isOne();
    }
  }

  @Test
  void whatMustBeApartIsApart() {
    List<float[]> vectors = Clouds.of(2, 9, 4, 0.97, random);
    List<int[]> found =
        all(vectors, (one, other) -> one / 3 != other / 3, DensityClustersTest::oneRoom);
    assertThat(found).hasSize(6);
    for (int[] group : found) {
      assertThat(Arrays.stream(group).map(i -> i / 3).distinct().count()).isOne();
    }
  }

  @Test
  void aGroupGrowsNoFurtherThanItMay() {
    List<float[]> vectors = Clouds.of(1, 30, 0, 0.97, random);
    List<int[]> found =
        new DensityClusters(new DensityClusters.Rules(2, 0.30, 3, 8))
            .of(
                NeighbourGraph.of(vectors),
                i -> true,
                DensityClustersTest::oneRoom,
                DensityClustersTest::ownText,
                DensityClustersTest::never);
    assertThat(found).isNotEmpty().allMatch(group -> group.length >= 3 && group.length <= 8);
  }

  @Test
  void whatHasOneNeighbourOnlyIsNotDrawnIn() {
    float[] one = Clouds.direction(random);
    List<float[]> vectors = new ArrayList<>(List.of(one, Clouds.near(one, 0.95, random)));
    vectors.addAll(Clouds.of(1, 3, 5, 0.95, random));
    assertThat(all(vectors, DensityClustersTest::never, DensityClustersTest::oneRoom))
        .singleElement()
        .satisfies(group -> assertThat(group).containsExactly(2, 3, 4));
  }

  private List<int[]> all(
      List<float[]> vectors, BiPredicate<Integer, Integer> apart, IntFunction<Object> room) {
    return clusters.of(
        NeighbourGraph.of(vectors), i -> true, room, DensityClustersTest::ownText, apart);
  }

  @Test
  void aChainFallsIntoGroupsThatOneCanSpeakFor() {
    List<Member> chain = new ArrayList<>();
    float[] link = Clouds.direction(random);
    for (int i = 0; i < 12; i++) {
      chain.add(Clouds.member("link " + i, link, 0.1 * (i % 3)));
      link = Clouds.near(link, 0.9, random);
    }
    List<List<Member>> compact = Compact.of(chain, 0.30, 3, some -> false);
    assertThat(compact).as("seed %d", seed).hasSizeGreaterThan(1);
    for (List<Member> group : compact) {
      Member middle = Medoid.first(group).get(0);
      assertThat(group)
          .hasSizeGreaterThanOrEqualTo(3)
          .allMatch(
              member -> VectorBlock.similarity(member.vector(), middle.vector()) >= 0.7f - 1e-6f);
    }
  }

  private static boolean never(int one, int other) {
    return false;
  }

  private static Object oneRoom(int position) {
    return "room";
  }

  private static Object ownText(int position) {
    return position;
  }

  private static Set<Set<List<Float>>> groups(List<float[]> vectors, List<int[]> found) {
    Set<Set<List<Float>>> groups = new HashSet<>();
    for (int[] group : found) {
      Set<List<Float>> members = new HashSet<>();
      for (int member : group) {
        members.add(numbers(vectors.get(member)));
      }
      groups.add(members);
    }
    return groups;
  }

  private static List<Float> numbers(float[] vector) {
    List<Float> numbers = new ArrayList<>();
    for (float number : vector) {
      numbers.add(number);
    }
    return numbers;
  }
}
