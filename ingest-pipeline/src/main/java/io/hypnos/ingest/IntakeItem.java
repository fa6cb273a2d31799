package io.hypnos.ingest;

import io.hypnos.schemas.message.IngestMessage;

/**
 * One valid unit of intake on its way through the job.
 *
 * @param seen whether the job has seen it before, as far as it remembers: it may be in the record
 */
public record IntakeItem(Origin origin, IngestMessage message, boolean seen) implements Tracked {
  public IntakeItem(Origin origin, IngestMessage message) {
    this(origin, message, false);
  }

  IntakeItem seenBefore() {
    return new IntakeItem(origin, message, true);
  }

  /** Whether it is told rather than written: one memory, with the words that it has. */
  boolean isEvent() {
    return message.occasion().isPresent() && message.revision().isEmpty();
  }

  @Override
  public IntakeItem item() {
    return this;
  }
}
