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
 * @param occasion present for an event: one memory, told at a moment by somebody
 * @param revision which version of a record of a source this is
 * @param policy what a repeat is, by name; absent: as the space is set
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
    Instant acceptedAt,
    Optional<Occasion> occasion,
    Optional<Revision> revision,
    Optional<String> policy) {

  public static final int VERSION = 1;

  /** A document: neither an event nor a numbered version of a record. */
  public IngestMessage(
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
    this(
        version,
        tenantId,
        space,
        batchId,
        item,
        source,
        externalId,
        content,
        attributes,
        acceptedAt,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Where the content is: {@code text} inline, or {@code blobKey} in S3. Exactly one is present.
   *
   * @param digest SHA-256 of the bytes in hex, where they tell one version of a record from another
   */
  public record Content(
      Optional<String> text,
      Optional<String> blobKey,
      String filename,
      String contentType,
      long size,
      Optional<String> digest) {

    /** Content whose record is the same whatever it holds. */
    public Content(
        Optional<String> text,
        Optional<String> blobKey,
        String filename,
        String contentType,
        long size) {
      this(text, blobKey, filename, contentType, size, Optional.empty());
    }
  }

  /** What the memories inherit from the intake. */
  public record Attributes(
      Optional<String> containerTag,
      Optional<String> category,
      Optional<Double> importance,
      Optional<UUID> createdBy,
      Map<String, Object> metadata) {}

  /**
   * When, where and by whom something was told.
   *
   * @param stream the conversation or session that it is a part of
   * @param ordinal its place in the stream among what was told at the same moment
   */
  public record Occasion(
      Optional<String> stream,
      Optional<Integer> ordinal,
      Optional<String> speaker,
      Optional<String> agent,
      Optional<Instant> at) {}

  /**
   * The version of a record as its source counts it; a lower one never replaces a higher one.
   *
   * @param deleted whether the source has deleted the record: there is no content then
   */
  public record Revision(long number, boolean deleted) {}

  /** Whether the source says that the record is gone. */
  public boolean deletes() {
    return revision.map(Revision::deleted).orElse(false);
  }

  /** The same unit of intake as another item, in another space if one is named. */
  public IngestMessage again(UUID otherBatch, int otherItem, Optional<String> otherSpace) {
    return new IngestMessage(
        version,
        tenantId,
        otherSpace.orElse(space),
        otherBatch,
        otherItem,
        source,
        externalId,
        content,
        attributes,
        acceptedAt,
        occasion,
        revision,
        policy);
  }

  /** Kafka key: everything of one space goes to one partition, so that order is kept. */
  public String key() {
    return tenantId + "|" + space;
  }
}
