package io.hypnos.engine.intake;

import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.job.BatchStore;
import io.hypnos.engine.job.BatchStore.HandOver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Keeps out of the record what belongs to a batch that was not handed over as a whole: its sender
 * was told that nothing was taken, and may send all of it again. What is still being handed over is
 * waited for, longer than a hand-over can take; then nobody was answered for it.
 */
final class BatchGate {
  private static final long PAUSE_MILLIS = 20;

  private final BatchStore batches;
  private final Duration patience;
  private final Clock clock;

  BatchGate(BatchStore batches, Duration patience, Clock clock) {
    this.batches = batches;
    this.patience = patience;
    this.clock = clock;
  }

  /** Those of the batches that were withdrawn. One that nobody knows passes. */
  Set<UUID> withdrawn(UUID tenantId, Collection<UUID> ids) {
    Instant end = clock.instant().plus(patience);
    Map<UUID, HandOver> known = batches.handOvers(tenantId, ids);
    while (known.containsValue(HandOver.OPEN) && clock.instant().isBefore(end)) {
      pause();
      known = batches.handOvers(tenantId, ids);
    }
    Set<UUID> withdrawn = new HashSet<>();
    for (Map.Entry<UUID, HandOver> batch : known.entrySet()) {
      boolean isOut =
          switch (batch.getValue()) {
            case ACCEPTED -> false;
            case WITHDRAWN -> true;
            // Whoever marks it first decides: here that it is late, or at last its sender.
            case OPEN -> batches.withdraw(tenantId, batch.getKey());
          };
      if (isOut) {
        withdrawn.add(batch.getKey());
      }
    }
    return withdrawn;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw HypnosException.unavailable("The hand-over", e);
    }
  }
}
