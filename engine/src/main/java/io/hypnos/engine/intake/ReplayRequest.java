package io.hypnos.engine.intake;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What to send through the ingest job once more: a batch, or what came in within a time.
 *
 * @param space only what came for this space
 * @param into the space that it shall go into; absent: where it went before
 */
public record ReplayRequest(
    Optional<UUID> batch,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<String> space,
    Optional<String> into) {

  public ReplayRequest {
    boolean range = from.isPresent() && to.isPresent();
    boolean half = from.isPresent() != to.isPresent();
    if (batch.isPresent() == range || half) {
      throw new HypnosException(
          ErrorCode.VALIDATION, "a replay names either a batch, or a beginning and an end");
    }
    if (range && !from.get().isBefore(to.get())) {
      throw new HypnosException(ErrorCode.VALIDATION, "the beginning is before the end");
    }
  }

  public static ReplayRequest ofBatch(UUID batch, Optional<String> into) {
    return new ReplayRequest(
        Optional.of(batch), Optional.empty(), Optional.empty(), Optional.empty(), into);
  }

  public static ReplayRequest ofTime(
      Instant from, Instant to, Optional<String> space, Optional<String> into) {
    return new ReplayRequest(Optional.empty(), Optional.of(from), Optional.of(to), space, into);
  }

  Map<String, Object> asJson() {
    Map<String, Object> json = new HashMap<>();
    batch.ifPresent(value -> json.put("batch", value.toString()));
    from.ifPresent(value -> json.put("from", value.toString()));
    to.ifPresent(value -> json.put("to", value.toString()));
    space.ifPresent(value -> json.put("space", value));
    into.ifPresent(value -> json.put("into", value));
    return json;
  }

  static ReplayRequest of(Map<String, Object> json) {
    try {
      return new ReplayRequest(
          text(json, "batch").map(UUID::fromString),
          text(json, "from").map(Instant::parse),
          text(json, "to").map(Instant::parse),
          text(json, "space"),
          text(json, "into"));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw new HypnosException(ErrorCode.INTERNAL, "not the request of a replay", e);
    }
  }

  private static Optional<String> text(Map<String, Object> json, String name) {
    return Optional.ofNullable(json.get(name)).map(String::valueOf);
  }
}
