package io.hypnos.engine.consolidation;

import java.util.function.IntPredicate;

/**
 * How much each memory stands out from those around it: one minus the mean similarity to its
 * nearest ones. What stands out is remembered on its own (the isolation effect, Von Restorff 1933).
 */
public final class Distinctiveness {
  /** With fewer memories nothing stands out from anything. */
  private static final int FEWEST = 4;

  private final double[] values;
  private final int count;
  private final double mean;
  private final double deviation;

  private Distinctiveness(double[] values, int count, double mean, double deviation) {
    this.values = values;
    this.count = count;
    this.mean = mean;
    this.deviation = deviation;
  }

  public static Distinctiveness of(NeighbourGraph graph, int neighbours) {
    return among(graph, neighbours, memory -> true);
  }

  /** Among those that take part; the others are as good as not there. */
  public static Distinctiveness among(
      NeighbourGraph graph, int neighbours, IntPredicate takesPart) {
    double[] values = new double[graph.size()];
    double sum = 0;
    int count = 0;
    for (int memory = 0; memory < values.length; memory++) {
      if (takesPart.test(memory)) {
        values[memory] = of(graph, memory, neighbours, takesPart);
        sum += values[memory];
        count++;
      }
    }
    double mean = count == 0 ? 0 : sum / count;
    double squares = 0;
    for (int memory = 0; memory < values.length; memory++) {
      if (takesPart.test(memory)) {
        squares += (values[memory] - mean) * (values[memory] - mean);
      }
    }
    double deviation = count == 0 ? 0 : Math.sqrt(squares / count);
    return new Distinctiveness(values, count, mean, deviation);
  }

  private static double of(
      NeighbourGraph graph, int memory, int neighbours, IntPredicate takesPart) {
    int seen = 0;
    double near = 0;
    for (int rank = 0; rank < graph.degree(memory) && seen < neighbours; rank++) {
      if (takesPart.test(graph.neighbour(memory, rank))) {
        near += graph.similarity(memory, rank);
        seen++;
      }
    }
    return seen == 0 ? 1 : 1 - near / seen;
  }

  public double of(int memory) {
    return values[memory];
  }

  /** Which memories stand out. */
  public IntPredicate standsOut(double deviations, double floor) {
    if (count < FEWEST) {
      return memory -> false;
    }
    double bound = Math.max(floor, mean + deviations * deviation);
    return memory -> values[memory] >= bound;
  }
}
