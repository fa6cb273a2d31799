package io.hypnos.engine.intake;

import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestMessage.Attributes;
import io.hypnos.schemas.message.IngestMessage.Content;
import io.hypnos.settings.MailSettings;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Mail on the asynchronous road, the same as that of files: the bytes are in S3 and Kafka has
 * acknowledged the message before this returns; else nothing was taken. What is attached becomes
 * documents when the mail is read.
 */
public final class MailDrop {
  private static final String SOURCE = "email";
  private static final String TYPE = "message/rfc822";
  private static final int LONGEST_NAME = 120;

  private final Handover handover;
  private final BlobStore blobs;
  private final MailSettings settings;
  private final Supplier<UUID> ids;
  private final Clock clock;

  MailDrop(
      Handover handover, BlobStore blobs, MailSettings settings, Supplier<UUID> ids, Clock clock) {
    this.handover = handover;
    this.blobs = blobs;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Takes a mail and says in which batch.
   *
   * @param messageId as its sender gave it: the same once more is the same mail; without one the
   *     same bytes are
   * @throws HypnosException {@code TOO_LARGE}, or {@code UNAVAILABLE} when it should come again
   */
  public UUID accept(
      Caller caller, Optional<String> messageId, Optional<String> subject, InputStream mail) {
    String filename = filename(subject);
    Handover.Batch batch =
        new Handover.Batch(ids.get(), settings.space(), SOURCE, List.of(filename));
    handover.run(caller, batch, () -> List.of(message(caller, batch, messageId, filename, mail)));
    return batch.id();
  }

  private IngestMessage message(
      Caller caller,
      Handover.Batch batch,
      Optional<String> messageId,
      String filename,
      InputStream mail) {
    BlobKey key = DropMessages.blobKey(caller, batch.id(), 0);
    DigestInputStream digested = new DigestInputStream(mail, sha256());
    long size = blobs.put(key, TYPE, digested, settings.maxSize().bytes());
    String digest = HexFormat.of().formatHex(digested.getMessageDigest().digest());
    return new IngestMessage(
        IngestMessage.VERSION,
        caller.tenantId(),
        batch.space(),
        batch.id(),
        0,
        SOURCE,
        messageId.orElse(digest),
        new Content(Optional.empty(), Optional.of(key.text()), filename, TYPE, size),
        new Attributes(
            Optional.empty(), Optional.empty(), Optional.empty(), caller.keyId(), Map.of()),
        clock.instant());
  }

  /** A label that no rule about file names refuses. */
  private static String filename(Optional<String> subject) {
    String plain =
        subject.orElse("").replaceAll("[\\p{Cntrl}/\\\\]+", " ").replaceAll("\\s+", " ").strip();
    int end = Math.min(plain.length(), LONGEST_NAME);
    if (end > 0 && Character.isHighSurrogate(plain.charAt(end - 1))) {
      end--;
    }
    return (end == 0 ? "mail" : plain.substring(0, end).strip()) + ".eml";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
