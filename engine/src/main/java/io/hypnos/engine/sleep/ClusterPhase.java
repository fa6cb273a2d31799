package io.hypnos.engine.sleep;

import io.hypnos.engine.consolidation.DensityClusters;
import io.hypnos.engine.consolidation.Distinctiveness;
import io.hypnos.engine.consolidation.Frames;
import io.hypnos.engine.consolidation.NeighbourGraph;
import io.hypnos.engine.extraction.Salience;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Finds what stands out, and groups of what is alike among the rest. */
final class ClusterPhase {
  private static final double STRONG_FEELING = 0.6;
  private static final int FIRM_RATINGS = 2;

  /** With fewer memories nothing stands out from anything. */
  private static final int FEWEST = 4;

  private final VectorReader reader;

  ClusterPhase(VectorReader reader) {
    this.reader = reader;
  }

  /** What stands out is noted in the plan; the groups are returned as positions in the cut. */
  List<int[]> find(Gathering gathering, SleepParameters parameters, Plan plan) {
    Cut cut = gathering.cut();
    NeighbourGraph graph = gathering.graph();
    IntPredicate input =
        i ->
            gathering.isOpen(i)
                && !gathering.item(i).isProtected()
                && !gathering.item(i).pinned()
                && (graph.degree(i) > 0 || cut.size() == 1);
    long taking = IntStream.range(0, cut.size()).filter(input).count();
    if (taking >= FEWEST) {
      Distinctiveness distinctiveness =
          Distinctiveness.among(graph, parameters.distinctiveNeighbours(), input);
      IntPredicate standsOut =
          distinctiveness.standsOut(
              parameters.distinctiveDeviations(), parameters.distinctiveFloor());
      for (int i = 0; i < cut.size(); i++) {
        Cut.Item item = gathering.item(i);
        boolean isRated =
            Math.abs(item.valence()) >= STRONG_FEELING && item.outcomeCount() >= FIRM_RATINGS;
        if (input.test(i) && (isRated || standsOut.test(i))) {
          plan.distinctive().add(item.id());
          gathering.dealtWith(i);
        }
      }
    }
    Map<UUID, Salience> details = details(gathering, parameters, input);
    DensityClusters clusters =
        new DensityClusters(
            new DensityClusters.Rules(
                parameters.coreNeighbours(),
                parameters.cut(),
                parameters.smallestCluster(),
                parameters.largestCluster()));
    return clusters.of(
        graph,
        input,
        i -> gathering.item(i).room(),
        i -> gathering.item(i).fingerprint(),
        (one, other) -> areApart(gathering, details, one, other));
  }

  private static boolean areApart(
      Gathering gathering, Map<UUID, Salience> details, int one, int other) {
    Salience left = details.get(gathering.item(one).id());
    Salience right = details.get(gathering.item(other).id());
    return left != null && right != null && Frames.compete(left, right);
  }

  /** What must not be overlooked in those texts that have a near one at all. */
  private Map<UUID, Salience> details(
      Gathering gathering, SleepParameters parameters, IntPredicate input) {
    Map<UUID, Salience> details = new HashMap<>();
    if (!parameters.competingApart()) {
      return details;
    }
    List<UUID> near =
        IntStream.range(0, gathering.cut().size())
            .filter(input)
            .filter(
                i ->
                    gathering.graph().degree(i) > 0
                        && 1 - gathering.graph().similarity(i, 0) <= parameters.cut())
            .mapToObj(i -> gathering.item(i).id())
            .toList();
    reader.forEach(
        gathering.cut().tenantId(),
        near,
        memory -> details.put(memory.id(), Salience.of(memory.content())));
    return details;
  }
}
