package io.hypnos.engine.memory;

import io.hypnos.engine.error.HypnosException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of a unit of intake.
 *
 * @param memories what stands for it now
 * @param note why there is less than it brought, if there is
 * @param failure why nothing of it could be stored
 */
public record UnitOutcome(
    List<UUID> memories, Optional<String> note, Optional<HypnosException> failure) {

  public UnitOutcome {
    memories = List.copyOf(memories);
  }

  public static UnitOutcome of(List<UUID> memories, Optional<String> note) {
    return new UnitOutcome(memories, note, Optional.empty());
  }

  public static UnitOutcome failed(HypnosException failure) {
    return new UnitOutcome(List.of(), Optional.empty(), Optional.of(failure));
  }
}
