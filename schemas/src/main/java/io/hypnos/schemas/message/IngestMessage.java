package io.hypnos.schemas.message;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One unit of intake. {@code externalId} identifies the record at its source, so that a repeat
 * lands on the same memories.
 *
 * @param version schema version of this message
 * @param batchId the batch whose progress this item reports to
 * @param item position within the batch
 * @param source what kind of intake: {@code drop}, {@code email}, {@code event}, …
 */
public record IngestMessage(
    int version,
    UUID tenantId,
    String space,
    UUID batchId,
    int item,
    String source,
    String externalId,
    Content content,
    Attributes attributes,
    Instant acceptedAt) {

  public static final int VERSION = 1;

  /**
   * Where the content is: {@code text} inline, or {@code blobKey} in S3. Exactly one is present.
   */
  public record Content(
      Optional<String> text,
      Optional<String> blobKey,
      String filename,
      String contentType,
      long size) {}

  /** What the memories inherit from the intake. */
  public record Attributes(
      Optional<String> containerTag,
      Optional<String> category,
      Optional<Double> importance,
      Optional<UUID> createdBy,
      Map<String, Object> metadata) {}

  /** Kafka key: everything of one space goes to one partition, so that order is kept. */
  public String key() {
    return tenantId + "|" + space;
  }
}
