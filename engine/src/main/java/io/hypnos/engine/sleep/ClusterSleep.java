package io.hypnos.engine.sleep;

import io.hypnos.engine.consolidation.NeighbourGraph;
import io.hypnos.engine.consolidation.NeighbourSearch;
import io.hypnos.engine.consolidation.Neighbours;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.sleep.BlockNeighbours.Near;
import io.hypnos.engine.sleep.BlockNeighbours.Row;
import io.hypnos.engine.sleep.BlockReader.Block;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.schemas.message.ConsolidationRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sleep of a space that is too large for one machine, in steps that may run anywhere: take a
 * request, compare blocks of the space pair by pair, put together what was found and carry the run
 * out. Every step may be repeated; the run is carried out once. A tenant whose own database is away
 * holds up nobody else's runs: its own are left out, and the record asks for them again.
 */
public final class ClusterSleep {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSleep.class);

  private final ConsolidationRuns runs;
  private final RunExecutor executor;
  private final BlockReader blocks;
  private final RunSizes sizes;
  private final int blockSize;
  private final Predicate<UUID> away;

  ClusterSleep(
      ConsolidationRuns runs,
      RunExecutor executor,
      BlockReader blocks,
      RunSizes sizes,
      int blockSize,
      Predicate<UUID> away) {
    this.runs = runs;
    this.executor = executor;
    this.blocks = blocks;
    this.sizes = sizes;
    this.blockSize = blockSize;
    this.away = away;
  }

  /**
   * The run that a message asks for, if the cluster is to work on it. One that the record does not
   * know is entered; one of a tenant whose own database is away is left out.
   *
   * @throws HypnosException {@code VALIDATION} when the message makes no sense
   */
  public Optional<Run> accept(ConsolidationRequest message) {
    try {
      return unlessAway(message.tenantId(), Optional.empty(), () -> wanted(message));
    } catch (IllegalArgumentException e) {
      throw new HypnosException(ErrorCode.VALIDATION, "bad request: " + e.getMessage());
    }
  }

  private Optional<Run> wanted(ConsolidationRequest message) {
    Optional<Run> known = runs.find(message.tenantId(), message.runId());
    Run run = known.orElseGet(() -> enter(message));
    return Optional.of(run).filter(each -> each.where() == Run.Where.CLUSTER && !each.hasEnded());
  }

  private <T> T unlessAway(UUID tenantId, T otherwise, Supplier<T> work) {
    try {
      return work.get();
    } catch (HypnosException e) {
      if (e.code() == ErrorCode.UNAVAILABLE && away.test(tenantId)) {
        LOG.warn("the own database of tenant {} is away: its sleep waits", tenantId);
        return otherwise;
      }
      throw e;
    }
  }

  private Run enter(ConsolidationRequest message) {
    EnumSet<Phase> phases = EnumSet.noneOf(Phase.class);
    message.phases().forEach(name -> phases.add(Phase.valueOf(name.toUpperCase(Locale.ROOT))));
    Set<Phase> wanted = phases.isEmpty() ? Phase.CONSOLIDATION : phases;
    SleepRequest request =
        new SleepRequest(
            message.space(),
            wanted,
            RunJson.over(runs.usual(), message.parameters()),
            message.dry(),
            "message");
    Caller caller =
        new Caller(
            message.tenantId(),
            Optional.empty(),
            Plan.UNLIMITED,
            message.requestId().orElse(message.runId().toString()));
    return runs.request(caller, message.runId(), request).run();
  }

  /** Into how many blocks the space of a run is cut. */
  public int blocks(Run run) {
    long live = sizes.live(run);
    return (int) Math.max(1, (live + blockSize - 1) / blockSize);
  }

  /** Whether anybody still waits for the run, and it can be worked on. */
  public boolean isWanted(UUID tenantId, UUID runId) {
    return unlessAway(tenantId, false, () -> isOpen(tenantId, runId));
  }

  private boolean isOpen(UUID tenantId, UUID runId) {
    return runs.find(tenantId, runId).map(run -> !run.hasEnded()).orElse(false);
  }

  /** Compares two blocks, or one with itself, and says who is near whom. */
  public List<BlockNeighbours> compare(
      UUID tenantId, String space, String modelId, int left, int right, int of) {
    Block one = blocks.read(tenantId, space, modelId, left, of);
    Block other = left == right ? one : blocks.read(tenantId, space, modelId, right, of);
    List<Neighbours> found = NeighbourSearch.between(one.vectors(), other.vectors());
    List<BlockNeighbours> named = new ArrayList<>();
    named.add(named(left, one, other, found.get(0)));
    if (left != right) {
      named.add(named(right, other, one, found.get(1)));
    }
    return named;
  }

  private static BlockNeighbours named(int number, Block rows, Block others, Neighbours found) {
    Map<UUID, Row> named = new HashMap<>();
    for (int i = 0; i < rows.ids().size(); i++) {
      List<Near> near = new ArrayList<>();
      for (int rank = 0; rank < found.positions()[i].length; rank++) {
        near.add(
            new Near(others.ids().get(found.positions()[i][rank]), found.similarities()[i][rank]));
      }
      named.put(rows.ids().get(i), new Row(rows.versions().get(i), near));
    }
    return new BlockNeighbours(number, named);
  }

  /**
   * Carries the run out with what was found.
   *
   * @return whether it has ended; if not, another run of the space works or this one is to be tried
   *     again, so the caller should come back
   */
  public boolean finish(UUID tenantId, UUID runId, Iterable<BlockNeighbours> found) {
    return unlessAway(
        tenantId,
        false,
        () -> {
          executor.run(new RunQueue.Named(tenantId, runId), (cut, working) -> graph(cut, found));
          return !isOpen(tenantId, runId);
        });
  }

  /** What was compared at another version than the cut has takes no part: nobody is near it. */
  private static NeighbourGraph graph(Cut cut, Iterable<BlockNeighbours> found) {
    Map<UUID, Integer> positions = new HashMap<>(2 * cut.size());
    for (int i = 0; i < cut.size(); i++) {
      positions.put(cut.items().get(i).id(), i);
    }
    int[][] neighbours = new int[cut.size()][0];
    float[][] similarities = new float[cut.size()][0];
    for (BlockNeighbours block : found) {
      block
          .rows()
          .forEach(
              (id, row) -> {
                Integer at = positions.get(id);
                if (at != null && cut.items().get(at).rowVersion() == row.version()) {
                  List<Near> near =
                      row.near().stream().filter(each -> positions.containsKey(each.id())).toList();
                  neighbours[at] =
                      near.stream().mapToInt(each -> positions.get(each.id())).toArray();
                  similarities[at] = new float[near.size()];
                  for (int i = 0; i < near.size(); i++) {
                    similarities[at][i] = near.get(i).similarity();
                  }
                }
              });
    }
    return NeighbourGraph.of(cut.size(), List.of(new Neighbours(0, neighbours, similarities)));
  }
}
