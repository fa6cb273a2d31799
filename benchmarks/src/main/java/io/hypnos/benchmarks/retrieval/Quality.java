package io.hypnos.benchmarks.retrieval;

import io.hypnos.benchmarks.retrieval.Conversations.Question;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Figures of one way to search, averaged over questions. */
final class Quality {
  private static final int[] DEPTHS = {1, 5, 10, 20, 50};
  private static final int SHOWN = 10;

  private final String name;
  private final double[] recall = new double[DEPTHS.length];
  private final Map<Integer, double[]> byCategory = new TreeMap<>();
  private double any;
  private double reciprocal;
  private double gain;
  private double tokens;
  private int questions;

  Quality(String name) {
    this.name = name;
  }

  static String heading() {
    return "%-12s %5s %5s %5s %5s %5s %6s %6s %6s %7s  %s"
        .formatted(
            "",
            "R@1",
            "R@5",
            "R@10",
            "R@20",
            "R@50",
            "any@10",
            "MRR",
            "nDCG",
            "tokens",
            "R@10 by category");
  }

  /**
   * @param ids of the turns that were found, best first
   * @param tokensShown of the first ten
   */
  void add(Question question, List<String> ids, long tokensShown) {
    List<Integer> ranks =
        question.evidence().stream().map(ids::indexOf).filter(rank -> rank >= 0).sorted().toList();
    double wanted = question.evidence().size();
    for (int i = 0; i < DEPTHS.length; i++) {
      recall[i] += within(ranks, DEPTHS[i]) / wanted;
    }
    any += within(ranks, SHOWN) > 0 ? 1 : 0;
    reciprocal += ranks.isEmpty() ? 0 : 1.0 / (1 + ranks.get(0));
    gain += gain(ranks) / bestGain(question.evidence().size());
    tokens += tokensShown;
    questions++;
    double[] category = byCategory.computeIfAbsent(question.category(), key -> new double[2]);
    category[0] += within(ranks, SHOWN) / wanted;
    category[1]++;
  }

  private static double within(List<Integer> ranks, int depth) {
    return ranks.stream().filter(rank -> rank < depth).count();
  }

  private static double gain(List<Integer> ranks) {
    return ranks.stream().filter(rank -> rank < SHOWN).mapToDouble(Quality::discount).sum();
  }

  private static double bestGain(int wanted) {
    double best = 0;
    for (int rank = 0; rank < Math.min(SHOWN, wanted); rank++) {
      best += discount(rank);
    }
    return best;
  }

  private static double discount(int rank) {
    return Math.log(2) / Math.log(2.0 + rank);
  }

  @Override
  public String toString() {
    StringBuilder row = new StringBuilder("%-12s".formatted(name));
    for (double each : recall) {
      row.append(percent(each));
    }
    row.append(" ").append(percent(any));
    row.append(" %6s %6s".formatted(three(reciprocal), three(gain)));
    row.append(" %7.0f ".formatted(tokens / questions));
    byCategory.forEach(
        (category, sums) ->
            row.append(String.format(Locale.ROOT, " %d: %.1f", category, 100 * sums[0] / sums[1])));
    return row.toString();
  }

  private String percent(double sum) {
    return String.format(Locale.ROOT, " %5.1f", 100 * sum / questions);
  }

  private String three(double sum) {
    return String.format(Locale.ROOT, "%.3f", sum / questions);
  }
}
