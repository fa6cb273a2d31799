package io.hypnos.engine.sleep;

import io.hypnos.engine.consolidation.NeighbourGraph;
import io.hypnos.engine.database.Database;
import java.sql.Timestamp;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Takes a cut through the phases of its run. What comes out is a plan; nothing is written. */
final class PlanMaker {
  /** Phases whose result follows from the memories alone, not from the time. */
  private static final Set<Phase> TIMELESS =
      EnumSet.of(
          Phase.DEDUPLICATE,
          Phase.RESOLVE,
          Phase.CLUSTER,
          Phase.SYNTHESISE,
          Phase.CONSOLIDATE,
          Phase.EXTRACT,
          Phase.PROMOTE);

  private static final Set<Phase> NEED_NEIGHBOURS =
      EnumSet.of(Phase.DEDUPLICATE, Phase.CLUSTER, Phase.PROMOTE);

  private static final String EXPIRED =
      """
      SELECT memory_id
      FROM memory
      WHERE tenant_id = :tenant AND space = :space AND state = 'live' AND archived_at IS NULL
        AND expires_at <= :now
      ORDER BY memory_id
      """;

  private final Database database;
  private final LastSleep lastSleep;
  private final CopiesPhase copies;
  private final FactPhase facts;
  private final ClusterPhase clusters;
  private final PrototypePhase prototypes;
  private final PromotePhase promotion;

  PlanMaker(
      Database database,
      LastSleep lastSleep,
      CopiesPhase copies,
      FactPhase facts,
      ClusterPhase clusters,
      PrototypePhase prototypes,
      PromotePhase promotion) {
    this.database = database;
    this.lastSleep = lastSleep;
    this.copies = copies;
    this.facts = facts;
    this.clusters = clusters;
    this.prototypes = prototypes;
    this.promotion = promotion;
  }

  /**
   * The phases that have anything to do. After the same run has left the space as it is now, those
   * that depend on the memories alone would find what they found then: nothing.
   */
  Set<Phase> phases(Run run, Cut cut) {
    EnumSet<Phase> phases = EnumSet.copyOf(run.phases());
    if (!run.dry() && lastSleep.leftIt(run, cut)) {
      phases.removeAll(TIMELESS);
    }
    return phases;
  }

  static boolean needsNeighbours(Set<Phase> phases) {
    return phases.stream().anyMatch(NEED_NEIGHBOURS::contains);
  }

  /**
   * @param graph of the cut; may be empty if no phase needs neighbours
   */
  Plan make(Run run, Cut cut, Set<Phase> phases, NeighbourGraph graph, Working working) {
    Plan plan = new Plan();
    plan.scanned(phases.size() > 1 ? cut.size() : 0);
    Gathering gathering = new Gathering(cut, graph);
    SleepParameters parameters = run.parameters();
    if (phases.contains(Phase.ARCHIVE)) {
      working.at(Phase.ARCHIVE, 0, cut.size());
      plan.expired().addAll(expired(run, cut));
      AgeingPhase.archive(gathering, parameters, plan);
    }
    if (phases.contains(Phase.DEDUPLICATE)) {
      working.at(Phase.DEDUPLICATE, 0, cut.size());
      copies.plan(gathering, parameters, plan);
    }
    if (phases.contains(Phase.RESOLVE)) {
      facts.resolve(gathering, plan, working);
    }
    if (phases.contains(Phase.EXTRACT)) {
      facts.extract(gathering, plan, working);
    }
    if (phases.contains(Phase.PROMOTE)) {
      working.at(Phase.PROMOTE, 0, cut.size());
      promotion.plan(run, gathering, plan);
    }
    if (phases.contains(Phase.CLUSTER)) {
      working.at(Phase.CLUSTER, cut.size(), cut.size());
      List<int[]> groups = clusters.find(gathering, parameters, plan);
      prototypes.plan(run, gathering, groups, plan, working);
    }
    if (phases.contains(Phase.DECAY)) {
      working.at(Phase.DECAY, 0, cut.size());
      AgeingPhase.decay(gathering, parameters, plan);
    }
    return plan;
  }

  private List<UUID> expired(Run run, Cut cut) {
    return database.inTenant(
        run.tenantId(),
        handle ->
            handle
                .createQuery(EXPIRED)
                .bind("tenant", run.tenantId())
                .bind("space", run.space())
                .bind("now", Timestamp.from(cut.takenAt()))
                .mapTo(UUID.class)
                .list());
  }
}
