package io.hypnos.engine.oversight;

import java.time.Instant;

/** One look at whether everything answers. */
public record StatusCheck(Instant at, State state, double latencyMillis) {
  /** What it found. */
  public enum State {
    OPERATIONAL,
    /** Reads and writes work, with less than usual. */
    DEGRADED,
    DOWN
  }
}
