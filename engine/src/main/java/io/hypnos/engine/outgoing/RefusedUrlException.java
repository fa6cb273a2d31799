package io.hypnos.engine.outgoing;

import java.net.UnknownHostException;

/** A URL was refused; an unknown host to the HTTP client, which asks while it connects. */
final class RefusedUrlException extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  RefusedUrlException(Refusal refusal) {
    super(refusal.message());
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
