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

  public Memory withSpace(String other) {
    return new Memory(
        id,
        other,
        content,
        concepts,
        metadata,
        traits,
        place,
        ownership,
        origin,
        worth,
        life,
        times,
        vectors,
        mostPieces,
        rowVersion);
  }

  public Memory withConcepts(List<String> other) {
    return new Memory(
        id,
        space,
        content,
        other,
        metadata,
        traits,
        place,
        ownership,
        origin,
        worth,
        life,
        times,
        vectors,
        mostPieces,
        rowVersion);
  }

  public Memory withMetadata(Map<String, Object> other) {
    return new Memory(
        id,
        space,
        content,
        concepts,
        other,
        traits,
        place,
        ownership,
        origin,
        worth,
        life,
        times,
        vectors,
        mostPieces,
        rowVersion);
  }

  public Memory withTraits(Traits other) {
    return new Memory(
        id,
        space,
        content,
        concepts,
        metadata,
        other,
        place,
        ownership,
        origin,
        worth,
        life,
        times,
        vectors,
        mostPieces,
        rowVersion);
  }

  public Memory withPlace(Place other) {
    return new Memory(
        id,
        space,
        content,
        concepts,
        metadata,
        traits,
        other,
        ownership,
        origin,
        worth,
        life,
        times,
        vectors,
        mostPieces,
        rowVersion);
  }

  public Memory withOwnership(Ownership other) {
    return new Memory(
        id,
        space,
        content,
        concepts,
        metadata,
        traits,
        place,
        other,
        origin,
        worth,
        life,
        times,
        vectors,
        mostPieces,
        rowVersion);
  }

  public Memory withOrigin(Origin other) {
    return new Memory(
        id,
        space,
        content,
        concepts,
        metadata,
        traits,
        place,
        ownership,
        other,
        worth,
        life,
        times,
        vectors,
        mostPieces,
        rowVersion);
  }

  public Memory withWorth(Worth other) {
    return new Memory(
        id,
        space,
        content,
        concepts,
        metadata,
        traits,
        place,
        ownership,
        origin,
        other,
        life,
        times,
        vectors,
        mostPieces,
        rowVersion);
  }

  public Memory withLife(Life other) {
    return new Memory(
        id,
        space,
        content,
        concepts,
        metadata,
        traits,
        place,
        ownership,
        origin,
        worth,
        other,
        times,
        vectors,
        mostPieces,
        rowVersion);
  }

  public Memory withTimes(Times other) {
    return new Memory(
        id,
        space,
        content,
        concepts,
        metadata,
        traits,
        place,
        ownership,
        origin,
        worth,
        life,
        other,
        vectors,
        mostPieces,
        rowVersion);
  }

  /** Another text with its vectors; the two change together or not at all. */
  public Memory withContent(String other, Vectors otherVectors) {
    return new Memory(
        id,
        space,
        other,
        concepts,
        metadata,
        traits,
        place,
        ownership,
        origin,
        worth,
        life,
        times,
        otherVectors,
        Math.max(mostPieces, otherVectors.count()),
        rowVersion);
  }

  Memory next(Instant updatedAt) {
    Times moved =
        new Times(
            times.validFrom(), times.validTo(), times.recordedAt(), times.retiredAt(), updatedAt);
    return new Memory(
        id,
        space,
        content,
        concepts,
        metadata,
        traits,
        place,
        ownership,
        origin,
        worth,
        life,
        moved,
        vectors,
        mostPieces,
        rowVersion + 1);
  }
}
