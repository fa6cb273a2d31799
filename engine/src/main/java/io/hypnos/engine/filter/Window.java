package io.hypnos.engine.filter;

import java.time.Instant;
import java.util.Optional;

/** A span of time, both ends included; an absent end is open. */
public record Window(Optional<Instant> since, Optional<Instant> until) {
  public static final Window ALWAYS = new Window(Optional.empty(), Optional.empty());

  public static Window of(Instant since, Instant until) {
    return new Window(Optional.of(since), Optional.of(until));
  }

  public boolean isOpen() {
    return since.isEmpty() && until.isEmpty();
  }
}
