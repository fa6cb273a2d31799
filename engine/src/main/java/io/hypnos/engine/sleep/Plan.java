package io.hypnos.engine.sleep;

import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.task.NewTask;
import io.hypnos.engine.triple.NewTriple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All that a run means to do. Nothing of it has happened yet. */
final class Plan {
  /**
   * Members that come together.
   *
   * @param members the middle, the keeper or the newer fact first
   * @param derived what is written for them
   */
  record Group(RunCluster.Kind kind, List<UUID> members, Optional<Derived> derived) {}

  /** A memory that is made from others. */
  record Derived(NewMemory memory, List<float[]> vectors, double valence, int outcomeCount) {}

  /** What was read out of texts. */
  record Reading(List<UUID> read, List<NewTriple> triples, List<NewTask> tasks) {
    static final Reading NOTHING = new Reading(List.of(), List.of(), List.of());
  }

  private final List<Group> groups = new ArrayList<>();
  private final List<UUID> distinctive = new ArrayList<>();
  private final List<UUID> stale = new ArrayList<>();
  private final List<UUID> forgotten = new ArrayList<>();
  private final List<UUID> expired = new ArrayList<>();
  private Reading reading = Reading.NOTHING;
  private long scanned;

  List<Group> groups() {
    return groups;
  }

  List<UUID> distinctive() {
    return distinctive;
  }

  List<UUID> stale() {
    return stale;
  }

  List<UUID> forgotten() {
    return forgotten;
  }

  List<UUID> expired() {
    return expired;
  }

  Reading reading() {
    return reading;
  }

  void read(Reading found) {
    this.reading = found;
  }

  long scanned() {
    return scanned;
  }

  void scanned(long count) {
    this.scanned = count;
  }
}
