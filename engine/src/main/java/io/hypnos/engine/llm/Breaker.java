package io.hypnos.engine.llm;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Leaves an endpoint alone after failures in a row, or for as long as it has asked for itself,
 * which the breaker for all outside parts does not know. When the pause is over, one caller may
 * try; the rest wait for what that one finds.
 */
final class Breaker {
  private final int failuresAllowed;
  private final Duration pause;
  private final LongSupplier nanos;
  private int failures;
  private boolean open;
  private boolean probing;
  private long reopenAt;

  Breaker(int failuresAllowed, Duration pause, LongSupplier nanos) {
    this.failuresAllowed = failuresAllowed;
    this.pause = pause;
    this.nanos = nanos;
  }

  synchronized boolean admits() {
    if (!open) {
      return true;
    }
    if (probing || nanos.getAsLong() - reopenAt < 0) {
      return false;
    }
    probing = true;
    return true;
  }

  synchronized void succeeded() {
    failures = 0;
    open = false;
    probing = false;
  }

  synchronized void failed() {
    failures++;
    if (probing || failures >= failuresAllowed) {
      openFor(pause);
    }
  }

  /** The endpoint itself has said for how long. */
  synchronized void openFor(Duration asked) {
    open = true;
    probing = false;
    reopenAt = nanos.getAsLong() + asked.toNanos();
  }
}
