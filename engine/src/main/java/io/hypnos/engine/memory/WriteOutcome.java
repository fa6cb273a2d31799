package io.hypnos.engine.memory;

import io.hypnos.engine.error.HypnosException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of a write.
 *
 * @param stored whether the memory is in the record now
 * @param memory the memory, also when an earlier one answers for a repeat; empty when refused
 * @param reason why it was stored or refused, in words for people
 * @param superseded memories that it took the place of
 * @param failure set when an item of many could not be written; a refusal is none
 */
public record WriteOutcome(
    boolean stored,
    Optional<Memory> memory,
    double importance,
    String reason,
    List<UUID> superseded,
    Optional<HypnosException> failure) {

  public WriteOutcome {
    superseded = List.copyOf(superseded);
  }

  static WriteOutcome stored(Memory memory, String reason, List<UUID> superseded) {
    return new WriteOutcome(
        true, Optional.of(memory), memory.importance(), reason, superseded, Optional.empty());
  }

  static WriteOutcome repeated(Memory earlier, String reason) {
    return stored(earlier, reason, List.of());
  }

  static WriteOutcome refused(double importance, String reason) {
    return new WriteOutcome(
        false, Optional.empty(), importance, reason, List.of(), Optional.empty());
  }

  public static WriteOutcome failed(HypnosException failure) {
    return new WriteOutcome(false, Optional.empty(), 0, "", List.of(), Optional.of(failure));
  }

  public Optional<UUID> id() {
    return memory.map(Memory::id);
  }
}
