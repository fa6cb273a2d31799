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
  private static final BiPredicate<Integer, Integer> NEVER = (one, other) -> false;
  private static final IntFunction<Object> ONE_ROOM = i -> "room";
  private static final IntFunction<Object> OWN_TEXT = i -> i;

  private final long seed = Long.getLong("hypnos.seed", 20260102L);
  private final Random random = new Random(seed);
  private final DensityClusters clusters =
      new DensityClusters(new DensityClusters.Rules(2, 0.30, 3, 64));

  @Test
  void tightGroupsAreFoundAndLonelyOnesLeftAlone() {
    List<float[]> vectors = Clouds.of(7, 4, 20, 0.95, random);
    List<int[]> found = all(vectors, NEVER, ONE_ROOM);
    assertThat(found).as("seed %d", seed).hasSize(7);
    for (int group = 0; group < 7; group++) {
      int from = group * 4;
      assertThat(found.get(group)).containsExactly(from, from + 1, from + 2, from + 3);
    }
  }

  @Test
  void theOrderInWhichMemoriesStandPlaysNoPart() {
    List<float[]> vectors = Clouds.of(12, 5, 30, 0.9, random);
    Set<Set<float[]>> one = groups(vectors, all(vectors, NEVER, ONE_ROOM));
    List<float[]> shuffled = new ArrayList<>(vectors);
    Collections.shuffle(shuffled, random);
    assertThat(groups(shuffled, all(shuffled, NEVER, ONE_ROOM))).as("seed %d", seed).isEqualTo(one);
  }

  @Test
  void twoAreNoGroupUnlessTheyAreTheSameWords() {
    List<float[]> vectors = Clouds.of(1, 2, 10, 0.99, random);
    assertThat(all(vectors, NEVER, ONE_ROOM)).isEmpty();
    List<int[]> repeats =
        clusters.of(
            NeighbourGraph.of(vectors), i -> true, ONE_ROOM, i -> i < 2 ? "same" : i, NEVER);
    assertThat(repeats).hasSize(1);
    assertThat(repeats.get(0)).containsExactly(0, 1);
  }

  @Test
  void roomsAreNeverMixed() {
    List<float[]> vectors = Clouds.of(3, 8, 0, 0.97, random);
    List<int[]> found = all(vectors, NEVER, i -> i % 2);
    assertThat(found).hasSize(6);
    for (int[] group : found) {
      assertThat(Arrays.stream(group).map(i -> i % 2).distinct().count()).isOne();
    }
  }

  @Test
  void whatMustBeApartIsApart() {
    List<float[]> vectors = Clouds.of(2, 9, 4, 0.97, random);
    List<int[]> found = all(vectors, (one, other) -> one / 3 != other / 3, ONE_ROOM);
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
            .of(NeighbourGraph.of(vectors), i -> true, ONE_ROOM, OWN_TEXT, NEVER);
    assertThat(found).isNotEmpty().allMatch(group -> group.length >= 3 && group.length <= 8);
  }

  @Test
  void whatHasOneNeighbourOnlyIsNotDrawnIn() {
    float[] one = Clouds.direction(random);
    List<float[]> vectors = new ArrayList<>(List.of(one, Clouds.near(one, 0.95, random)));
    vectors.addAll(Clouds.of(1, 3, 5, 0.95, random));
    assertThat(all(vectors, NEVER, ONE_ROOM))
        .singleElement()
        .satisfies(group -> assertThat(group).containsExactly(2, 3, 4));
  }

  private List<int[]> all(
      List<float[]> vectors, BiPredicate<Integer, Integer> apart, IntFunction<Object> room) {
    return clusters.of(NeighbourGraph.of(vectors), i -> true, room, OWN_TEXT, apart);
  }

  private static Set<Set<float[]>> groups(List<float[]> vectors, List<int[]> found) {
    Set<Set<float[]>> groups = new HashSet<>();
    for (int[] group : found) {
      Set<float[]> members = new HashSet<>();
      for (int member : group) {
        members.add(vectors.get(member));
      }
      groups.add(members);
    }
    return groups;
  }
}
