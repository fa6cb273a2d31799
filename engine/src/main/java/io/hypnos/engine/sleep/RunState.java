package io.hypnos.engine.sleep;

import java.util.Locale;

/** Where a run is. A run that failed or was called off has changed nothing. */
public enum RunState {
  REQUESTED,
  RUNNING,
  DONE,
  FAILED,
  CANCELLED,
  ROLLED_BACK;

  public boolean hasEnded() {
    return this != REQUESTED && this != RUNNING;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RunState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
