package io.hypnos.api.web;

/** Ends a request with a failure that the door itself has found. */
public final class FailedRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public FailedRequestException(Failure failure) {
    // No stack trace: these are answers, not faults.
    super(failure.message(), null, false, false);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
