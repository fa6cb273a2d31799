package io.hypnos.engine.intake;

import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.job.BatchStore;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.settings.ApiSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files on the asynchronous road. The bytes are in S3 and Kafka has acknowledged every message
 * before the receipt is given; when either cannot be had, the batch is withdrawn and the call
 * fails.
 */
public final class DropService {
  private static final Logger LOG = LoggerFactory.getLogger(DropService.class);

  private final BlobStore blobs;
  private final BatchStore batches;
  private final IntakeProducer producer;
  private final FileRules rules;
  private final Supplier<UUID> ids;
  private final Clock clock;

  public DropService(
      BlobStore blobs,
      BatchStore batches,
      IntakeProducer producer,
      ApiSettings limits,
      Supplier<UUID> ids,
      Clock clock) {
    this.blobs = blobs;
    this.batches = batches;
    this.producer = producer;
    this.rules = new FileRules(limits.maxFile());
    this.ids = ids;
    this.clock = clock;
  }

  public DropReceipt accept(
      Caller caller, String space, List<UploadedFile> files, DropAttributes attributes) {
    List<FileFailure> failures = new ArrayList<>();
    List<UploadedFile> accepted = new ArrayList<>();
    for (UploadedFile file : files) {
      Optional<String> refusal = rules.refuse(file);
      refusal.ifPresentOrElse(
          reason -> failures.add(new FileFailure(file.filename(), reason)),
          () -> accepted.add(file));
    }
    UUID batchId = ids.get();
    batches.create(
        caller,
        batchId,
        space,
        DropMessages.SOURCE,
        accepted.stream().map(UploadedFile::filename).toList());
    try {
      handOver(caller, space, batchId, accepted, attributes);
    } catch (RuntimeException e) {
      withdraw(caller, batchId, e);
      throw e;
    }
    return new DropReceipt(batchId, accepted.size(), failures);
  }

  private void handOver(
      Caller caller,
      String space,
      UUID batchId,
      List<UploadedFile> files,
      DropAttributes attributes) {
    List<IngestMessage> messages = new ArrayList<>();
    for (int item = 0; item < files.size(); item++) {
      UploadedFile file = files.get(item);
      BlobKey key = DropMessages.blobKey(caller, batchId, item);
      blobs.put(key, file.contentType(), file.bytes());
      messages.add(
          DropMessages.of(caller, space, batchId, item, file, key, attributes, clock.instant()));
    }
    producer.sendAll(messages, caller.requestId());
  }

  private void withdraw(Caller caller, UUID batchId, RuntimeException cause) {
    try {
      batches.withdraw(caller, batchId);
      blobs.deleteSome(caller.tenantId(), DropMessages.blobPath(batchId));
    } catch (HypnosException e) {
      LOG.warn("batch {} could not be withdrawn completely: {}", batchId, e.getMessage());
      cause.addSuppressed(e);
    }
  }
}
