package io.hypnos.local.launcher;

/** Another supervisor has the data directory. */
final class AlreadyRunningException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AlreadyRunningException(String message) {
    super(message);
  }
}
