package io.hypnos.engine.sleep;

import java.util.List;

/** Counts what a run did, or would do. */
final class Tally {
  private Tally() {}

  record Archived(long stale, long forgotten, long expired) {
    long all() {
      return stale + forgotten + expired;
    }
  }

  static RunCounts planned(Cut cut, Plan plan, Run run) {
    Archived archived =
        new Archived(plan.stale().size(), plan.forgotten().size(), plan.expired().size());
    long distinctive = run.phases().contains(Phase.CONSOLIDATE) ? plan.distinctive().size() : 0;
    return of(cut, plan.scanned(), plan.groups(), distinctive, archived, plan.reading(), 0, run);
  }

  static RunCounts of(
      Cut cut,
      long scanned,
      List<Plan.Group> groups,
      long distinctive,
      Archived archived,
      Plan.Reading reading,
      long passedOver,
      Run run) {
    long clusters = 0;
    long members = 0;
    long prototypes = 0;
    long duplicates = 0;
    long superseded = 0;
    long contradictions = 0;
    long promoted = 0;
    for (Plan.Group group : groups) {
      switch (group.kind()) {
        case PROTOTYPE -> {
          clusters++;
          members += group.members().size();
          prototypes += group.derived().isPresent() ? 1 : 0;
        }
        case DUPLICATES -> duplicates += group.members().size() - 1;
        case SUPERSESSION -> superseded++;
        case CONTRADICTION -> contradictions++;
        case PROMOTION -> promoted++;
      }
    }
    boolean hides = run.phases().contains(Phase.CONSOLIDATE) && prototypes > 0;
    long consolidated = (hides ? members : 0) + duplicates;
    return new RunCounts(
        cut.live(),
        cut.live() - consolidated - superseded - archived.all() + prototypes + promoted,
        scanned,
        clusters,
        members,
        prototypes,
        consolidated,
        distinctive,
        duplicates,
        superseded,
        contradictions,
        archived.stale(),
        archived.forgotten(),
        archived.expired(),
        reading.triples().size(),
        reading.tasks().size(),
        reading.read().size(),
        promoted,
        passedOver);
  }
}
