package io.hypnos.engine.intake;

import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.deletion.RemovalList;
import io.hypnos.engine.document.Chunker;
import io.hypnos.engine.document.DocumentReader;
import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.embedding.Priority;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.EmbeddedMemory;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.UnitOutcome;
import io.hypnos.engine.memory.Vectors;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.settings.ApiSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Files on the synchronous road, for a caller who waits. It makes the same memories under the same
 * ids and by the same writer as the ingest job would, so a file may travel both roads and is still
 * remembered once, and the version that was taken last is the one that stands.
 */
public final class DirectDrop {
  private static final int PREVIEW = 200;

  /** Long enough for any call to have ended. */
  private static final Duration UNTIL_TAKEN = Duration.ofHours(1);

  private final Inbound inbound;
  private final BlobStore blobs;
  private final DocumentReader reader;
  private final Chunker chunker;
  private final EmbeddingModel embedding;
  private final FileRules rules;
  private final Supplier<UUID> ids;
  private final Clock clock;

  /** What the ingest job does with what it has read, and who may hand it in. */
  public record Inbound(
      Database database, Intake intake, IntakeReader reader, IntakeWriter writer) {

    /** A file that changes nothing, or whose call dies, leaves bytes that nobody holds. */
    void removeUnlessTaken(Caller caller, BlobKey key, Instant due) {
      database.<Void>inTenant(
          caller.tenantId(),
          handle -> {
            RemovalList.put(handle, caller.tenantId(), List.of(key.text()), due);
            return null;
          });
    }
  }

  public DirectDrop(
      Inbound inbound,
      BlobStore blobs,
      DocumentReader reader,
      Chunker chunker,
      EmbeddingModel embedding,
      ApiSettings limits,
      Supplier<UUID> ids,
      Clock clock) {
    this.inbound = inbound;
    this.blobs = blobs;
    this.reader = reader;
    this.chunker = chunker;
    this.embedding = embedding;
    this.rules = new FileRules(limits.maxFile());
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Stores what can be stored; a file that cannot is named with the reason and the others go on. An
   * outage ends the drop: what was not stored is named with it, so that what was is not kept from
   * its owner. While nothing is stored there is nothing to keep, and the call fails.
   *
   * @throws HypnosException when nothing was stored because of an outage, or because the plan has
   *     no room for any of the files
   */
  public List<DroppedFile> store(
      Caller caller, String space, List<UploadedFile> files, DropAttributes attributes) {
    inbound.intake().requireWrite(caller, space);
    UUID batchId = ids.get();
    DropNames names = new DropNames();
    DropResults results = new DropResults();
    for (int item = 0; item < files.size(); item++) {
      UploadedFile file = files.get(item);
      Optional<String> refusal =
          rules.refuse(file).or(() -> names.refuse(file)).or(results::outage);
      if (refusal.isPresent()) {
        results.refused(file, refusal.get());
      } else {
        BlobKey key = DropMessages.blobKey(caller, batchId, item);
        IngestMessage message =
            DropMessages.of(caller, space, batchId, item, file, key, attributes, clock.instant());
        results.of(file, () -> storeOne(caller, message, key, file));
      }
    }
    return results.all();
  }

  private DroppedFile storeOne(
      Caller caller, IngestMessage message, BlobKey key, UploadedFile file) {
    ExtractedDocument document = read(file);
    Optional<String> problem = ReadingProblem.of(document);
    if (problem.isPresent()) {
      return DroppedFile.refused(file.filename(), problem.get());
    }
    List<NewMemory> memories = DocumentMemories.of(message, document, chunker::chunk);
    Reading reading = inbound.reader().read(message, memories);
    List<EmbeddedMemory> embedded = embedded(reading.memories());
    inbound.removeUnlessTaken(caller, key, clock.instant().plus(UNTIL_TAKEN));
    blobs.put(key, file.contentType(), file.bytes());
    Intaken taken = new Intaken(message, caller.requestId(), embedded, reading.triples());
    UnitOutcome outcome = inbound.writer().store(caller.tenantId(), List.of(taken)).get(0);
    outcome
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    // The first memory is about the document, the second is how it begins.
    String text = memories.get(document.hasText() && memories.size() > 1 ? 1 : 0).content();
    return new DroppedFile(
        file.filename(),
        outcome.memories(),
        text.substring(
            0,
            text.offsetByCodePoints(0, Math.min(PREVIEW, text.codePointCount(0, text.length())))),
        Optional.empty());
  }

  private List<EmbeddedMemory> embedded(List<NewMemory> memories) {
    List<List<float[]>> vectors =
        embedding.embedPieces(memories.stream().map(NewMemory::content).toList(), Priority.BULK);
    List<EmbeddedMemory> embedded = new ArrayList<>();
    for (int i = 0; i < memories.size(); i++) {
      embedded.add(
          new EmbeddedMemory(memories.get(i), new Vectors(embedding.modelId(), vectors.get(i))));
    }
    return embedded;
  }

  private ExtractedDocument read(UploadedFile file) {
    try {
      return reader.read(file.filename(), file.contentType(), file.bytes());
    } catch (IllegalStateException e) {
      // No document is to blame when there is no reader at all.
      throw HypnosException.unavailable("The document reader", e);
    }
  }
}
