package io.hypnos.engine.memory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A memory as it stands in the record. */
public record Memory(
    UUID id,
    String space,
    String content,
    List<String> concepts,
    Map<String, Object> metadata,
    Traits traits,
    Place place,
    Ownership ownership,
    Origin origin,
    Worth worth,
    Life life,
    Times times,
    Vectors vectors,
    int mostPieces,
    long rowVersion) {

  public double importance() {
    return worth.importance();
  }

  public double valence() {
    return worth.valence();
  }

  public Life.State state() {
    return life.state();
  }

  public boolean isLive() {
    return life.state() == Life.State.LIVE;
  }

  public Instant recordedAt() {
    return times.recordedAt();
  }

  public Instant updatedAt() {
    return times.updatedAt();
  }
}
