package io.hypnos.engine.feedback;

import io.hypnos.engine.concept.Associations;
import io.hypnos.engine.concept.Rating;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryEditor;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Learns from outcomes: the valence of a memory moves towards what came of it (Rescorla and Wagner
 * 1972), and the associations of its concepts grow or fade. Both happen in one transaction.
 */
public final class Feedback {
  private static final String TENANT_SCOPE = "";

  private final MemoryEditor editor;
  private final Associations associations;
  private final double valenceRate;
  private final Clock clock;

  public Feedback(MemoryEditor editor, Associations associations, double valenceRate, Clock clock) {
    this.editor = editor;
    this.associations = associations;
    this.valenceRate = valenceRate;
    this.clock = clock;
  }

  /** Rates those of the memories that the viewer may write, superseded and merged ones as well. */
  public Learned learn(Caller caller, Viewer viewer, Outcome outcome) {
    requireInRange(outcome.value());
    if (outcome.memories().isEmpty()) {
      return Learned.NOTHING;
    }
    AtomicInteger coactivated = new AtomicInteger();
    List<Memory> rated =
        editor.changeAll(
            caller,
            viewer,
            outcome.memories(),
            "memory.feedback",
            memory -> rated(memory, outcome.value()),
            (handle, memories) -> {
              if (!memories.isEmpty()) {
                coactivated.set(
                    associations.feedback(
                        handle,
                        caller.tenantId(),
                        TENANT_SCOPE,
                        new Rating(
                            memories.stream().map(Memory::concepts).toList(),
                            outcome.concepts(),
                            outcome.queryConcepts(),
                            outcome.value()),
                        clock.instant().truncatedTo(ChronoUnit.MICROS)));
              }
            });
    return new Learned(
        rated.size(),
        rated.stream().mapToDouble(Memory::valence).average().orElse(0),
        coactivated.get());
  }

  private Memory rated(Memory memory, double outcome) {
    double moved = memory.valence() + valenceRate * (outcome - memory.valence());
    return memory.withWorth(memory.worth().rated(Math.max(-1, Math.min(1, moved))));
  }

  private static void requireInRange(double outcome) {
    if (!(outcome >= -1 && outcome <= 1)) {
      throw new HypnosException(
          ErrorCode.VALIDATION,
          "outcome must be between -1 and 1",
          Map.of("field", "outcome"),
          null);
    }
  }
}
