package io.hypnos.local.stack;

/** The local stack cannot do what was asked; the message is the sentence the operator reads. */
public final class StackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StackException(String message) {
    super(message);
  }

  public StackException(String message, Throwable cause) {
    super(message, cause);
  }
}
