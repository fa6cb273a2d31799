package io.hypnos.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.UUID;

/**
 * Where an item was read: the place in the topic, and the request that caused it.
 *
 * @param run how often it had been sent through the job before, if it had
 */
public record Origin(
    String topic, int partition, long offset, Optional<String> requestId, Optional<Integer> run) {

  String place() {
    return topic + "-" + partition + "@" + offset;
  }

  /** What the item's log lines carry; its place when nobody gave it a request id. */
  String logId() {
    return requestId.orElseGet(this::place);
  }

  /** The same for every replay, so that a reader of the quarantine can tell a repeat. */
  UUID quarantineId() {
    return UUID.nameUUIDFromBytes(place().getBytes(UTF_8));
  }
}
