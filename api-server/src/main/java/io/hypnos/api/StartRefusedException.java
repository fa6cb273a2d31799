package io.hypnos.api;

/** The server cannot start; the message is a sentence for the operator. */
final class StartRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartRefusedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
