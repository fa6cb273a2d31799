package io.hypnos.engine.document;

/** The reader's child process did not answer. */
final class ReaderFailure extends Exception {
  /** Why there was no answer. */
  enum Cause {
    TIME,
    MEMORY,
    ENDED
  }

  private final Cause reason;

  ReaderFailure(Cause reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  Cause reason() {
    return reason;
  }
}
