package io.hypnos.engine.intake;

import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestMessage.Attributes;
import io.hypnos.schemas.message.IngestMessage.Content;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
    return SOURCE + "/" + batchId + "/";
  }

  static BlobKey blobKey(Caller caller, UUID batchId, int item) {
    return BlobKey.of(caller.tenantId(), blobPath(batchId) + item);
  }

  static IngestMessage of(
      Caller caller,
      String space,
      UUID batchId,
      int item,
      UploadedFile file,
      BlobKey blobKey,
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
            Optional.of(blobKey.text()),
            file.filename(),
            file.contentType(),
            file.size()),
        new Attributes(
            attributes.containerTag(),
            attributes.category(),
            attributes.importance(),
            caller.keyId(),
            Map.of()),
        now);
  }

  /** The same bytes under the same name and tag are the same document. */
  private static String externalId(UploadedFile file, DropAttributes attributes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(file.bytes());
      return String.join(
          "|",
          HexFormat.of().formatHex(digest),
          attributes.containerTag().orElse(""),
          file.filename());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
