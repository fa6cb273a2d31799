package io.hypnos.engine.consolidation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The member in the middle: the one that is nearest to all others. */
final class Medoid {
  private Medoid() {}

  /** The members, the one in the middle first, the others by their nearness to it. */
  static List<Member> first(List<Member> members) {
    double[] nearness = new double[members.size()];
    for (int i = 0; i < nearness.length; i++) {
      for (int j = i + 1; j < nearness.length; j++) {
        double similarity =
            VectorBlock.similarity(members.get(i).vector(), members.get(j).vector());
        nearness[i] += similarity;
        nearness[j] += similarity;
      }
    }
    Member middle =
        members.get(
            IntStream.range(0, nearness.length)
                .boxed()
                .max(
                    Comparator.<Integer>comparingDouble(i -> nearness[i])
                        .thenComparingDouble(i -> members.get(i).importance())
                        .thenComparing(i -> members.get(i).recordedAt())
                        .thenComparing(i -> members.get(i).id(), Comparator.reverseOrder()))
                .orElseThrow());
    List<Member> ordered = new ArrayList<>(members);
    ordered.sort(
        Comparator.<Member>comparingDouble(
                member ->
                    member.id().equals(middle.id())
                        ? -1
                        : 1 - VectorBlock.similarity(member.vector(), middle.vector()))
            .thenComparing(Member::id));
    return ordered;
  }
}
