package io.hypnos.engine.intake;

import io.hypnos.engine.blob.BlobInfo;
import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.deletion.RemovalList;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.schemas.message.IngestMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Files that the caller puts into S3 itself under links that are made here, and then hands over by
 * their keys. A key is only a name: what counts is what lies there, in the caller's own tenant. The
 * batch gets a copy of its own; what was uploaded is removed after a while, handed over or not.
 */
public final class Uploads {
  private static final String FOLDER = "upload/";

  private final Handover handover;
  private final Database database;
  private final BlobStore blobs;
  private final FileRules rules;
  private final Duration kept;
  private final Supplier<UUID> ids;
  private final Clock clock;

  /**
   * @param kept how long an upload may wait to be handed over
   */
  Uploads(
      Handover handover,
      Database database,
      BlobStore blobs,
      FileRules rules,
      Duration kept,
      Supplier<UUID> ids,
      Clock clock) {
    this.handover = handover;
    this.database = database;
    this.blobs = blobs;
    this.rules = rules;
    this.kept = kept;
    this.ids = ids;
    this.clock = clock;
  }

  /** A file that somebody wants to upload. */
  public record Wanted(String filename, String contentType, long size) {}

  /**
   * Where to put it, or why not.
   *
   * @param tooLarge whether its size is the reason
   */
  public record Link(
      String filename,
      Optional<String> key,
      Optional<URI> url,
      Optional<String> refusal,
      boolean tooLarge) {}

  /** A file that was uploaded under a key. */
  public record Uploaded(String key, String filename, String contentType) {}

  /** A link for each file, in their order. */
  public List<Link> presign(Caller caller, List<Wanted> files) {
    UUID upload = ids.get();
    List<Link> links = new ArrayList<>();
    for (int number = 0; number < files.size(); number++) {
      Wanted file = files.get(number);
      Optional<String> refusal = rules.refuse(file.filename(), file.size());
      if (refusal.isPresent()) {
        links.add(
            new Link(
                file.filename(),
                Optional.empty(),
                Optional.empty(),
                refusal,
                rules.isTooLarge(file.size())));
      } else {
        BlobKey key = BlobKey.of(caller.tenantId(), FOLDER + upload + "/" + number);
        URI url = blobs.linkToWrite(key, file.contentType(), file.size());
        links.add(
            new Link(file.filename(), Optional.of(key.text()), Optional.of(url), refusal, false));
      }
    }
    removeLater(caller, links.stream().flatMap(link -> link.key().stream()).toList());
    return links;
  }

  private void removeLater(Caller caller, List<String> keys) {
    database.<Void>inTenant(
        caller.tenantId(),
        handle -> {
          RemovalList.put(handle, caller.tenantId(), keys, clock.instant().plus(kept));
          return null;
        });
  }

  /** Hands over what was uploaded; what is not there or not fit is refused with the reason. */
  public DropReceipt complete(
      Caller caller, String space, List<Uploaded> files, DropAttributes attributes) {
    handover.requireWrite(caller, space);
    UUID batchId = ids.get();
    List<FileFailure> failures = new ArrayList<>();
    List<IngestMessage> messages = new ArrayList<>();
    List<BlobKey> uploads = new ArrayList<>();
    DropNames names = new DropNames();
    for (Uploaded file : files) {
      try {
        BlobKey key = keyOf(caller, file);
        DropMessages.Stored stored = stored(caller, batchId, messages.size(), key, file, names);
        messages.add(
            DropMessages.of(
                caller, space, batchId, messages.size(), stored, attributes, clock.instant()));
        uploads.add(key);
      } catch (RefusedException e) {
        failures.add(new FileFailure(file.filename(), e.getMessage()));
      }
    }
    Handover.Batch batch =
        new Handover.Batch(
            batchId,
            space,
            DropMessages.SOURCE,
            messages.stream().map(message -> message.content().filename()).toList());
    handover.run(
        caller,
        batch,
        () -> {
          for (int item = 0; item < uploads.size(); item++) {
            blobs.copy(uploads.get(item), DropMessages.blobKey(caller, batchId, item));
          }
          return messages;
        });
    return new DropReceipt(batchId, messages.size(), failures);
  }

  private DropMessages.Stored stored(
      Caller caller, UUID batchId, int item, BlobKey key, Uploaded file, DropNames names)
      throws RefusedException {
    BlobInfo found =
        blobs.find(key).orElseThrow(() -> new RefusedException("nothing was uploaded"));
    refuse(rules.refuse(file.filename(), found.size()));
    byte[] digest = digest(key);
    refuse(names.refuse(file.filename(), digest));
    return new DropMessages.Stored(
        file.filename(),
        file.contentType(),
        found.size(),
        digest,
        DropMessages.blobKey(caller, batchId, item));
  }

  private static void refuse(Optional<String> reason) throws RefusedException {
    if (reason.isPresent()) {
      throw new RefusedException(reason.get());
    }
  }

  private static BlobKey keyOf(Caller caller, Uploaded file) throws RefusedException {
    try {
      BlobKey key = BlobKey.parse(caller.tenantId(), file.key());
      if (key.path().startsWith(FOLDER)) {
        return key;
      }
    } catch (HypnosException | IllegalArgumentException e) {
      // Whose it is, and whether it exists, is not for the caller to learn.
      throw new RefusedException("nothing was uploaded", e);
    }
    throw new RefusedException("nothing was uploaded");
  }

  private byte[] digest(BlobKey key) {
    try (InputStream content = blobs.open(key)) {
      DigestInputStream digested =
          new DigestInputStream(content, MessageDigest.getInstance("SHA-256"));
      digested.transferTo(java.io.OutputStream.nullOutputStream());
      return digested.getMessageDigest().digest();
    } catch (IOException e) {
      throw HypnosException.unavailable("The object store", new UncheckedIOException(e));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** One of the files cannot be taken. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
      super(reason);
    }

    RefusedException(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}
