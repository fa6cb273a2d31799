package io.hypnos.ingest;

/** An item cannot be processed; the message is the reason that its owner reads. */
final class GaveUpException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int attempts;
  private final boolean overLimit;

  GaveUpException(String reason, int attempts, boolean overLimit, Throwable cause) {
    super(reason, cause);
    this.attempts = attempts;
    this.overLimit = overLimit;
  }

  int attempts() {
    return attempts;
  }

  /** Whether a limit of the tenant's plan refused it: the item itself is good. */
  boolean overLimit() {
    return overLimit;
  }
}
