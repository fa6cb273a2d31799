package io.hypnos.local.stack.supervision;

import java.time.Duration;

/** The pause before the next start: none at first, then doubling up to a limit. */
final class RestartPause {
  private static final int MOST_DOUBLINGS = 20;

  private final Duration longest;
  private int failures;

  RestartPause(Duration longest) {
    this.longest = longest;
  }

  Duration next() {
    int failure = failures++;
    if (failure == 0) {
      return Duration.ZERO;
    }
    Duration pause = Duration.ofSeconds(1L << Math.min(failure - 1, MOST_DOUBLINGS));
    return pause.compareTo(longest) < 0 ? pause : longest;
  }

  void reset() {
    failures = 0;
  }
}
