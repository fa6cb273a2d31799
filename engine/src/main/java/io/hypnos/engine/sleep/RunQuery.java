package io.hypnos.engine.sleep;

import java.util.Optional;

/** Which runs are looked for, newest first. */
public record RunQuery(
    Optional<String> space, Optional<RunState> state, Optional<Boolean> dry, int limit) {

  public static RunQuery newest(int limit) {
    return new RunQuery(Optional.empty(), Optional.empty(), Optional.empty(), limit);
  }

  public RunQuery in(String name) {
    return new RunQuery(Optional.of(name), state, dry, limit);
  }

  public RunQuery that(RunState wanted) {
    return new RunQuery(space, Optional.of(wanted), dry, limit);
  }
}
