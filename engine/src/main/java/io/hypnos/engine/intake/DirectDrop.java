package io.hypnos.engine.intake;

import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.document.Chunker;
import io.hypnos.engine.document.DocumentReader;
import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.EmbeddedMemory;
import io.hypnos.engine.memory.MemoryWriter;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Vectors;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.settings.ApiSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Files on the synchronous road, for a caller who waits. It makes the same memories under the same
 * ids as the ingest job would, so a file may travel both roads and is still remembered once.
 */
public final class DirectDrop {
  private static final int PREVIEW = 200;

  private final BlobStore blobs;
  private final DocumentReader reader;
  private final Chunker chunker;
  private final EmbeddingModel embedding;
  private final MemoryWriter writer;
  private final FileRules rules;
  private final Supplier<UUID> ids;
  private final Clock clock;

  public DirectDrop(
      BlobStore blobs,
      DocumentReader reader,
      Chunker chunker,
      EmbeddingModel embedding,
      MemoryWriter writer,
      ApiSettings limits,
      Supplier<UUID> ids,
      Clock clock) {
    this.blobs = blobs;
    this.reader = reader;
    this.chunker = chunker;
    this.embedding = embedding;
    this.writer = writer;
    this.rules = new FileRules(limits.maxFile());
    this.ids = ids;
    this.clock = clock;
  }

  /** Stores what can be read; a file that cannot is named with the reason and the others go on. */
  public List<DroppedFile> store(
      Caller caller, String space, List<UploadedFile> files, DropAttributes attributes) {
    UUID batchId = ids.get();
    List<DroppedFile> results = new ArrayList<>();
    for (int item = 0; item < files.size(); item++) {
      UploadedFile file = files.get(item);
      Optional<String> refusal = rules.refuse(file);
      if (refusal.isPresent()) {
        results.add(DroppedFile.refused(file.filename(), refusal.get()));
      } else {
        BlobKey key = DropMessages.blobKey(caller, batchId, item);
        IngestMessage message =
            DropMessages.of(caller, space, batchId, item, file, key, attributes, clock.instant());
        results.add(storeOne(caller, message, key, file));
      }
    }
    return results;
  }

  private DroppedFile storeOne(
      Caller caller, IngestMessage message, BlobKey key, UploadedFile file) {
    ExtractedDocument document = read(file);
    Optional<String> problem = ReadingProblem.of(document);
    if (problem.isPresent()) {
      return DroppedFile.refused(file.filename(), problem.get());
    }
    List<NewMemory> memories = DocumentMemories.of(message, document, chunker::chunk);
    blobs.put(key, file.contentType(), file.bytes());
    writer.storeAll(
        caller,
        memories.stream()
            .map(
                memory ->
                    new EmbeddedMemory(
                        memory, Vectors.of(embedding.modelId(), embedding.embed(memory.content()))))
            .toList());
    // The first memory is about the document, the second is how it begins.
    String text = memories.get(document.hasText() && memories.size() > 1 ? 1 : 0).content();
    return new DroppedFile(
        file.filename(),
        memories.stream().map(memory -> memory.id().orElseThrow()).toList(),
        text.substring(
            0,
            text.offsetByCodePoints(0, Math.min(PREVIEW, text.codePointCount(0, text.length())))),
        Optional.empty());
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
