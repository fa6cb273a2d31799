package io.hypnos.engine.intake;

import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.schemas.message.IngestMessage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Files on the asynchronous road. The bytes are in S3 and Kafka has acknowledged every message
 * before the receipt is given; when either cannot be had, the batch is withdrawn and the call
 * fails.
 */
public final class DropService {
  private final Handover handover;
  private final BlobStore blobs;
  private final FileRules rules;
  private final Supplier<UUID> ids;
  private final Clock clock;

  DropService(
      Handover handover, BlobStore blobs, FileRules rules, Supplier<UUID> ids, Clock clock) {
    this.handover = handover;
    this.blobs = blobs;
    this.rules = rules;
    this.ids = ids;
    this.clock = clock;
  }

  public DropReceipt accept(
      Caller caller, String space, List<UploadedFile> files, DropAttributes attributes) {
    handover.requireWrite(caller, space);
    List<FileFailure> failures = new ArrayList<>();
    List<UploadedFile> accepted = new ArrayList<>();
    DropNames names = new DropNames();
    for (UploadedFile file : files) {
      Optional<String> refusal = rules.refuse(file).or(() -> names.refuse(file));
      refusal.ifPresentOrElse(
          reason -> failures.add(new FileFailure(file.filename(), reason)),
          () -> accepted.add(file));
    }
    Handover.Batch batch =
        new Handover.Batch(
            ids.get(),
            space,
            DropMessages.SOURCE,
            accepted.stream().map(UploadedFile::filename).toList());
    handover.run(caller, batch, () -> messages(caller, batch, accepted, attributes));
    return new DropReceipt(batch.id(), accepted.size(), failures);
  }

  private List<IngestMessage> messages(
      Caller caller, Handover.Batch batch, List<UploadedFile> files, DropAttributes attributes) {
    List<IngestMessage> messages = new ArrayList<>();
    for (int item = 0; item < files.size(); item++) {
      UploadedFile file = files.get(item);
      BlobKey key = DropMessages.blobKey(caller, batch.id(), item);
      blobs.put(key, file.contentType(), file.bytes());
      messages.add(
          DropMessages.of(
              caller, batch.space(), batch.id(), item, file, key, attributes, clock.instant()));
    }
    return messages;
  }
}
