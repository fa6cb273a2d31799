package io.hypnos.ingest;

import io.hypnos.schemas.message.IngestMessage;

/** One valid unit of intake on its way through the job. */
public record IntakeItem(Origin origin, IngestMessage message) implements Tracked {
  @Override
  public IntakeItem item() {
    return this;
  }
}
