package io.hypnos.engine.intake;

import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.job.BatchStore;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.MessageCodec;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a batch to the ingest job. When it returns, Kafka has acknowledged every message and the
 * batch says so; when it fails, the batch is withdrawn: nobody sees it, and the job leaves out what
 * of it has reached Kafka. A node that dies in between leaves a batch that was never answered for,
 * which the job or upkeep withdraws.
 */
final class Handover {
  private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

  private final Database database;
  private final SpaceAccess access;
  private final BlobStore blobs;
  private final BatchStore batches;
  private final IntakeProducer producer;

  Handover(
      Database database,
      SpaceAccess access,
      BlobStore blobs,
      BatchStore batches,
      IntakeProducer producer) {
    this.database = database;
    this.access = access;
    this.blobs = blobs;
    this.batches = batches;
    this.producer = producer;
  }

  /** What is handed over as one. */
  record Batch(UUID id, String space, String source, List<String> labels) {
    /** Where the batch's own objects lie; they go with it. */
    String folder() {
      return folder(id);
    }

    static String folder(UUID batchId) {
      return "intake/" + batchId + "/";
    }

    /** All messages of the batch, so that it can be replayed when Kafka has forgotten it. */
    static BlobKey manifest(UUID tenantId, UUID batchId) {
      return BlobKey.of(tenantId, folder(batchId) + "manifest");
    }
  }

  /** Fails with {@code FORBIDDEN} when the caller may not write into the space. */
  void requireWrite(Caller caller, String space) {
    database.inTenant(
        caller.tenantId(),
        handle -> {
          access.requireWrite(handle, caller.tenantId(), caller.keyId(), List.of(space));
          return null;
        });
  }

  /**
   * @param messages makes the messages; objects that it needs it puts into the batch's folder
   */
  void run(Caller caller, Batch batch, Supplier<List<IngestMessage>> messages) {
    batches.create(caller, batch.id(), batch.space(), batch.source(), batch.labels());
    try {
      List<IngestMessage> made = messages.get();
      if (made.stream().anyMatch(message -> message.content().blobKey().isPresent())) {
        blobs.put(
            Batch.manifest(caller.tenantId(), batch.id()), "application/x-ndjson", lines(made));
      }
      producer.sendAll(made, caller.requestId());
      if (!batches.accepted(caller.tenantId(), batch.id())) {
        throw new HypnosException(ErrorCode.UNAVAILABLE, "The intake took too long");
      }
    } catch (RuntimeException e) {
      withdraw(caller, batch, e);
      throw e;
    }
  }

  private static byte[] lines(List<IngestMessage> messages) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (IngestMessage message : messages) {
      lines.writeBytes(MessageCodec.encode(message));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  private void withdraw(Caller caller, Batch batch, RuntimeException cause) {
    try {
      if (!batches.withdraw(caller.tenantId(), batch.id())) {
        return; // The database took the mark and could not say so.
      }
      blobs.deleteSome(caller.tenantId(), batch.folder());
    } catch (HypnosException e) {
      LOG.warn("batch {} could not be withdrawn completely: {}", batch.id(), e.getMessage());
      cause.addSuppressed(e);
    }
  }
}
