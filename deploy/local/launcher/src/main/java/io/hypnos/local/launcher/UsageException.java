package io.hypnos.local.launcher;

/** The command line cannot be understood; the message is one sentence. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
