package io.hypnos.engine.consolidation;

import java.util.List;

/** Who is near whom in a cut, nearest first. */
public final class NeighbourGraph {
  private final int[][] neighbours;
  private final float[][] similarities;

  private NeighbourGraph(int[][] neighbours, float[][] similarities) {
    this.neighbours = neighbours;
    this.similarities = similarities;
  }

  /** Puts stretches together that cover the cut without a gap. */
  public static NeighbourGraph of(int size, List<Neighbours> stretches) {
    int[][] neighbours = new int[size][];
    float[][] similarities = new float[size][];
    for (Neighbours stretch : stretches) {
      for (int i = 0; i < stretch.size(); i++) {
        neighbours[stretch.first() + i] = stretch.positions()[i];
        similarities[stretch.first() + i] = stretch.similarities()[i];
      }
    }
    for (int[] row : neighbours) {
      if (row == null) {
        throw new IllegalArgumentException("the stretches leave a gap");
      }
    }
    return new NeighbourGraph(neighbours, similarities);
  }

  /** Of vectors that are all at hand. */
  public static NeighbourGraph of(List<float[]> vectors) {
    return of(vectors.size(), List.of(NeighbourSearch.within(VectorBlock.of(0, vectors))));
  }

  /** Of memories of which nobody is near anybody. */
  public static NeighbourGraph without(int size) {
    return new NeighbourGraph(new int[size][0], new float[size][0]);
  }

  public int size() {
    return neighbours.length;
  }

  /** How many neighbours of a memory are known. */
  public int degree(int memory) {
    return neighbours[memory].length;
  }

  public int neighbour(int memory, int rank) {
    return neighbours[memory][rank];
  }

  public double similarity(int memory, int rank) {
    return similarities[memory][rank];
  }
}
