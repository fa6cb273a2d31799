package io.hypnos.schemas.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Kafka topic of the product with the settings it is created with. */
public enum Topic {
  /** One unit of intake, keyed by tenant and space. */
  INGEST("hypnos.ingest", Duration.ofDays(7), "producer"),
  /** What could not be processed: the message, the reason, the stage. */
  QUARANTINE("hypnos.ingest.quarantine", Duration.ofDays(90), "producer"),
  /** Progress of batch items, keyed by batch. */
  STATUS("hypnos.ingest.status", Duration.ofDays(3), "producer"),
  /** What happened to memories, from the outbox. */
  CHANGES("hypnos.changes", Duration.ofDays(7), "producer"),
  /** Requests to run a sleep on a space. */
  CONSOLIDATION_REQUESTS("hypnos.consolidation.requests", Duration.ofDays(7), "producer");

  private final String topicName;
  private final Duration retention;
  private final String compression;

  Topic(String topicName, Duration retention, String compression) {
    this.topicName = topicName;
    this.retention = retention;
    this.compression = compression;
  }

  public String topicName() {
    return topicName;
  }

  /** Every topic setting that we do not leave to the broker's defaults. */
  public Map<String, String> config() {
    return Map.of(
        "cleanup.policy",
        "delete",
        "retention.ms",
        String.valueOf(retention.toMillis()),
        "compression.type",
        compression,
        "max.message.bytes",
        String.valueOf(1024 * 1024),
        "segment.bytes",
        String.valueOf(64 * 1024 * 1024),
        "message.timestamp.type",
        "CreateTime");
  }

  public static List<Topic> all() {
    return List.of(values());
  }
}
