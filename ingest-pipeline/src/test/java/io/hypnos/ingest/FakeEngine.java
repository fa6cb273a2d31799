package io.hypnos.ingest;

import io.hypnos.engine.audit.Actor;
import io.hypnos.engine.document.Chunk;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.EmbeddedMemory;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Vectors;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine whose behaviour follows from what it is given: file names choose how reading goes,
 * texts how storing goes.
 */
final class FakeEngine implements IngestEngine {
  final Map<UUID, NewMemory> stored = new ConcurrentHashMap<>();
  final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
  final AtomicInteger closed = new AtomicInteger();

  @Override
  public ExtractedDocument read(
      UUID tenantId, String blobKey, String filename, String contentType) {
    if (blobKey.endsWith("gone.txt")) {
      throw new HypnosException(ErrorCode.NOT_FOUND, "no object " + blobKey);
    }
    return switch (filename) {
      case "locked.pdf" -> failed(Status.ENCRYPTED, "The file is encrypted.");
      case "broken.pdf" -> failed(Status.CORRUPT, "The file is damaged.");
      case "empty.txt" -> failed(Status.EMPTY, "The file is empty.");
      case "bomb.docx" -> failed(Status.EXHAUSTED, "The file took too much memory.");
      case "song.mp3" -> failed(Status.UNSUPPORTED, "No reader.");
      default -> InlineText.asDocument("text of " + filename);
    };
  }

  private static ExtractedDocument failed(Status status, String reason) {
    return new ExtractedDocument(
        status, Optional.empty(), "application/octet-stream", List.of(), Optional.of(reason));
  }

  @Override
  public List<Chunk> chunk(ExtractedDocument document) {
    List<Chunk> chunks = new ArrayList<>();
    for (Block block : document.blocks()) {
      chunks.add(new Chunk(chunks.size(), block.text(), 0, 0, List.of(), false, ""));
    }
    return chunks;
  }

  @Override
  public EmbeddedMemory embed(NewMemory memory) {
    return new EmbeddedMemory(memory, Vectors.of("fake", new float[] {1, 0}));
  }

  @Override
  public void store(Actor actor, List<EmbeddedMemory> memories) {
    String text = memories.get(0).memory().content();
    int attempt = attempts.computeIfAbsent(text, key -> new AtomicInteger()).incrementAndGet();
    switch (text) {
      case "refused by the plan" ->
          throw new HypnosException(ErrorCode.QUOTA_EXCEEDED, "the free plan is full");
      case "of a deleted tenant" ->
          throw new HypnosException(ErrorCode.NOT_FOUND, "tenant is gone");
      case "never works" -> throw new IllegalStateException("never works");
      case "works the second time" -> {
        if (attempt == 1) {
          throw new IllegalStateException("not yet");
        }
      }
      default -> {}
    }
    memories.forEach(each -> stored.put(each.memory().id().orElseThrow(), each.memory()));
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }
}
