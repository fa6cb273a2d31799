package io.hypnos.engine.sleep;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a run is to do, in one space of one tenant.
 *
 * @param dry only the plan is made; nothing in the space changes
 * @param trigger who asks: {@code api}, {@code schedule}, {@code message}, {@code operator}
 */
public record SleepRequest(
    String space, Set<Phase> phases, SleepParameters parameters, boolean dry, String trigger) {

  public SleepRequest {
    EnumSet<Phase> all = EnumSet.of(Phase.REPLAY);
    all.addAll(phases);
    phases = Set.copyOf(all);
  }

  /** Prototypes of what is alike, in a space. */
  public static SleepRequest consolidation(String space, SleepParameters parameters) {
    return new SleepRequest(space, Phase.CONSOLIDATION, parameters, false, "api");
  }

  /** Copies folded into their keepers. */
  public static SleepRequest deduplication(String space, SleepParameters parameters) {
    return new SleepRequest(
        space, Set.of(Phase.REPLAY, Phase.DEDUPLICATE), parameters, false, "api");
  }

  public SleepRequest asDry(boolean other) {
    return new SleepRequest(space, phases, parameters, other, trigger);
  }

  public SleepRequest by(String other) {
    return new SleepRequest(space, phases, parameters, dry, other);
  }

  public SleepRequest with(Set<Phase> otherPhases) {
    return new SleepRequest(space, otherPhases, parameters, dry, trigger);
  }
}
