package io.hypnos.engine.memory;

import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.importance.Importance;
import io.hypnos.engine.memory.Admission.Verdict;
import io.hypnos.engine.memory.SourceRecordStore.Standing;
import io.hypnos.engine.memory.UnitTransaction.UnitRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Decides, one after the other, what happens to the units of a transaction. */
final class UnitDecisions {
  private final Map<UUID, Memory> before;
  private final Set<UUID> leaving;
  private final Supplier<HypnosException> full;
  private final Function<WritePolicy, Admission> admissions;
  private final Map<WritePolicy, Admission> admissionOf = new HashMap<>();
  private final Set<UUID> standing;
  private long room;
  private int position;

  /**
   * @param before the memories of the units that are there already
   * @param leaving those that will not be there with their text: nothing is compared with them
   * @param room how many more the tenant may keep
   * @param admissions an admission for all units of a policy
   */
  UnitDecisions(
      Map<UUID, Memory> before,
      Set<UUID> leaving,
      long room,
      Supplier<HypnosException> full,
      Function<WritePolicy, Admission> admissions) {
    this.before = before;
    this.leaving = leaving;
    this.room = room;
    this.full = full;
    this.admissions = admissions;
    this.standing = new HashSet<>(before.keySet());
  }

  UnitPlan decide(UnitRows unit, Standing known) {
    SourceUnit source = unit.unit();
    if (source.record().map(known::isNewerThan).orElse(false)) {
      return UnitPlan.none(
          source, UnitOutcome.of(known.memories(), Optional.of("a newer version is there")));
    }
    int first = position;
    List<StoredMemory> coming = new ArrayList<>();
    List<StoredMemory> changed = new ArrayList<>();
    List<UUID> stands = new ArrayList<>();
    Optional<String> note = Optional.empty();
    for (int i = 0; i < unit.rows().size(); i++) {
      StoredMemory row = unit.rows().get(i);
      Memory present = before.get(row.id());
      if (present != null) {
        stands.add(row.id());
        if (differs(row, present)) {
          changed.add(valued(row));
        }
      } else if (standing.containsAll(row.memory().derivedFrom())) {
        Verdict verdict =
            admissionFor(source.policy())
                .decide(
                    first + i,
                    row,
                    unit.nearest().get(i).filter(near -> !leaving.contains(near.id())));
        if (verdict instanceof Verdict.Admitted admitted) {
          coming.add(admitted.row());
          stands.add(row.id());
          standing.add(row.id());
        } else if (verdict instanceof Verdict.Failed failed) {
          withdraw(unit, first, coming);
          return UnitPlan.none(source, UnitOutcome.failed(failed.failure()));
        } else if (verdict instanceof Verdict.Refused refused) {
          note = Optional.of(refused.reason());
        } else if (verdict instanceof Verdict.Repeat repeat) {
          note = Optional.of(repeat.reason());
        }
      }
    }
    if (coming.size() > room) {
      withdraw(unit, first, coming);
      return UnitPlan.none(source, UnitOutcome.failed(full.get()));
    }
    position += unit.rows().size();
    room -= coming.size();
    List<UUID> gone = new ArrayList<>(known.memories());
    gone.removeAll(stands);
    return new UnitPlan(source, coming, changed, gone, UnitOutcome.of(stands, note), true);
  }

  /** A unit comes in whole or not at all: others are no repeats of what does not come. */
  private void withdraw(UnitRows unit, int first, List<StoredMemory> coming) {
    Set<UUID> ids = coming.stream().map(StoredMemory::id).collect(Collectors.toSet());
    for (int i = 0; i < unit.rows().size(); i++) {
      if (ids.contains(unit.rows().get(i).id())) {
        admissionFor(unit.unit().policy()).withdraw(first + i, unit.rows().get(i));
      }
    }
    standing.removeAll(ids);
  }

  private Admission admissionFor(WritePolicy policy) {
    return admissionOf.computeIfAbsent(policy, admissions);
  }

  private static StoredMemory valued(StoredMemory row) {
    return row.withImportance(
        row.memory()
            .importance()
            .orElseGet(() -> Importance.ofNovel(row.memory().content()).score()));
  }

  private static boolean differs(StoredMemory row, Memory present) {
    return !row.memory().content().equals(present.content())
        || !row.vectors().sameAs(present.vectors())
        || !row.memory().place().containerTag().equals(present.place().containerTag())
        || !row.memory().traits().category().equals(present.traits().category())
        || !sameJson(row.memory().metadata(), present.metadata());
  }

  /** As the record keeps it: there, 1 and 1L are the same. */
  private static boolean sameJson(Map<String, Object> left, Map<String, Object> right) {
    return left.equals(right)
        || JsonMapper.shared()
            .readTree(JsonColumn.write(left))
            .equals(JsonMapper.shared().readTree(JsonColumn.write(right)));
  }
}
