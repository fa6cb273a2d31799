package io.hypnos.engine.job;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Work that outlives the call that asked for it.
 *
 * @param request what is to be done, in the words of its kind
 * @param error why it failed, in one line that may be shown
 * @param done how far it is, of {@code total}
 * @param attempts how often it was begun
 */
public record Job(
    UUID tenantId,
    UUID id,
    String kind,
    Optional<String> space,
    State state,
    Map<String, Object> request,
    Optional<Map<String, Object>> result,
    Optional<String> error,
    long done,
    Optional<Long> total,
    int attempts,
    Optional<UUID> createdBy,
    Optional<String> requestId,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> finishedAt) {

  /** Where it is. */
  public enum State {
    QUEUED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED;

    static State of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  public boolean hasEnded() {
    return state != State.QUEUED && state != State.RUNNING;
  }
}
