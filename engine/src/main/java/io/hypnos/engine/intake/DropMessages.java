package io.hypnos.engine.intake;

import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestMessage.Attributes;
import io.hypnos.schemas.message.IngestMessage.Content;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A dropped file as a unit of intake. */
final class DropMessages {
  static final String SOURCE = "drop";

  private DropMessages() {}

  static String blobPath(UUID batchId) {
    return Handover.Batch.folder(batchId);
  }

  static BlobKey blobKey(Caller caller, UUID batchId, int item) {
    return BlobKey.of(caller.tenantId(), blobPath(batchId) + item);
  }

  /**
   * A file that lies in S3.
   *
   * @param digest SHA-256 of its bytes
   */
  record Stored(String filename, String contentType, long size, byte[] digest, BlobKey key) {}

  static IngestMessage of(
      Caller caller,
      String space,
      UUID batchId,
      int item,
      UploadedFile file,
      BlobKey blobKey,
      DropAttributes attributes,
      Instant now) {
    Stored stored =
        new Stored(file.filename(), file.contentType(), file.size(), digest(file.bytes()), blobKey);
    return of(caller, space, batchId, item, stored, attributes, now);
  }

  static IngestMessage of(
      Caller caller,
      String space,
      UUID batchId,
      int item,
      Stored file,
      DropAttributes attributes,
      Instant now) {
    return new IngestMessage(
        IngestMessage.VERSION,
        caller.tenantId(),
        space,
        batchId,
        item,
        SOURCE,
        externalId(file, attributes),
        new Content(
            Optional.empty(),
            Optional.of(file.key().text()),
            file.filename(),
            file.contentType(),
            file.size(),
            Optional.of(HexFormat.of().formatHex(file.digest()))),
        new Attributes(
            attributes.containerTag(),
            attributes.category(),
            attributes.importance(),
            caller.keyId(),
            Map.of()),
        now);
  }

  /**
   * The same name under the same tag is the same document, and other bytes are its next version. No
   * name holds a slash, so the last one ends the tag.
   */
  private static String externalId(Stored file, DropAttributes attributes) {
    return attributes.containerTag().orElse("") + "/" + documentName(file.filename());
  }

  /** Some systems spell the same name with its accents apart. */
  static String documentName(String filename) {
    return Normalizer.normalize(filename, Normalizer.Form.NFC);
  }

  static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
