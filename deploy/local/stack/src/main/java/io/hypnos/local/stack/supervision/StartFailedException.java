package io.hypnos.local.stack.supervision;

import io.hypnos.local.stack.Part;

/** A part did not become ready. */
public final class StartFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Part part;

  StartFailedException(Part part, String reason, Throwable cause) {
    super("%s did not get ready: %s".formatted(part.label(), reason), cause);
    this.part = part;
  }

  public Part part() {
    return part;
  }
}
