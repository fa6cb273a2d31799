package io.hypnos.engine.sleep;

import java.util.UUID;

/** The run was called off, or another worker has taken it over; nothing more is to be written. */
final class RunLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunLostException(UUID runId) {
    super("run %s is no longer ours".formatted(runId));
  }
}
