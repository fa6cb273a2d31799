package io.hypnos.engine.consolidation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NeighbourSearchTest {
  private final long seed = Long.getLong("hypnos.seed", 20260101L);
  private final Random random = new Random(seed);

  @Test
  void sketchesMissHardlyAnyOfTheTrueNeighbours() {
    List<float[]> vectors = Clouds.of(40, 8, 400, 0.85, random);
    NeighbourGraph graph = NeighbourGraph.of(vectors);
    int found = 0;
    int wanted = 0;
    for (int i = 0; i < vectors.size(); i++) {
      List<Integer> truth = nearest(vectors, i, 5);
      for (int rank = 0; rank < graph.degree(i); rank++) {
        found += truth.contains(graph.neighbour(i, rank)) ? 1 : 0;
      }
      wanted += truth.size();
    }
    assertThat((double) found / wanted).as("recall, seed %d", seed).isGreaterThan(0.85);
  }

  @Test
  void everyNeighbourThatIsAlikeIsFound() {
    List<float[]> vectors = Clouds.of(60, 6, 300, 0.9, random);
    NeighbourGraph graph = NeighbourGraph.of(vectors);
    for (int i = 0; i < 360; i++) {
      int group = i / 6;
      int row = i;
      List<Integer> near =
          IntStream.range(0, graph.degree(i)).mapToObj(r -> graph.neighbour(row, r)).toList();
      List<Integer> others =
          IntStream.range(group * 6, group * 6 + 6).filter(o -> o != row).boxed().toList();
      assertThat(near).as("neighbours of %d, seed %d", i, seed).containsAll(others);
    }
  }

  @Test
  void comparingBlockByBlockInAnyOrderGivesTheSame() {
    List<float[]> vectors = Clouds.of(10, 5, 51, 0.9, random);
    NeighbourGraph whole = NeighbourGraph.of(vectors);
    int block = 17;
    List<VectorBlock> blocks = new ArrayList<>();
    for (int from = 0; from < vectors.size(); from += block) {
      blocks.add(
          VectorBlock.of(from, vectors.subList(from, Math.min(vectors.size(), from + block))));
    }
    List<int[]> pairs = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      for (int j = i; j < blocks.size(); j++) {
        pairs.add(new int[] {i, j});
      }
    }
    Collections.shuffle(pairs, random);
    Neighbours[] merged = new Neighbours[blocks.size()];
    for (int[] pair : pairs) {
      for (Neighbours found : NeighbourSearch.between(blocks.get(pair[0]), blocks.get(pair[1]))) {
        int at = found.first() / block;
        merged[at] = merged[at] == null ? found : merged[at].merged(found, NeighbourSearch.KEPT);
      }
    }
    NeighbourGraph pieced = NeighbourGraph.of(vectors.size(), List.of(merged));
    for (int i = 0; i < 50; i++) {
      // Those that are alike; who else is among the nearest, sketches may see differently.
      for (int rank = 0; rank < 4; rank++) {
        assertThat(pieced.neighbour(i, rank))
            .as("rank %d of %d, seed %d", rank, i, seed)
            .isEqualTo(whole.neighbour(i, rank));
      }
    }
  }

  @Test
  void whatHasNoVectorIsNobodysNeighbour() {
    List<float[]> vectors = new ArrayList<>(Clouds.of(1, 5, 0, 0.9, random));
    vectors.set(2, null);
    NeighbourGraph graph = NeighbourGraph.of(vectors);
    assertThat(graph.degree(2)).isZero();
    assertThat(graph.degree(0)).isEqualTo(3);
  }

  private static List<Integer> nearest(List<float[]> vectors, int of, int count) {
    return IntStream.range(0, vectors.size())
        .filter(i -> i != of)
        .boxed()
        .sorted(
            Comparator.comparingDouble(
                i -> -VectorBlock.similarity(vectors.get(of), vectors.get(i))))
        .limit(count)
        .toList();
  }
}
