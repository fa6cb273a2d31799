package io.hypnos.local.stack.supervision;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The whole stack at one moment.
 *
 * @param supervisor process of the supervisor
 * @param failure why the start failed
 */
public record StackState(
    long supervisor, Phase phase, Optional<Failure> failure, List<PartState> parts) {

  /** Where the supervisor is in its life. */
  public enum Phase {
    STARTING,
    RUNNING,
    STOPPING,
    FAILED,
    STOPPED;

    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The part that did not get ready, and the reason. */
  public record Failure(String part, String reason) {}
}
