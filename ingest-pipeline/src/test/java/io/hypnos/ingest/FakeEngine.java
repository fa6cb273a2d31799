package io.hypnos.ingest;

import static org.awaitility.Awaitility.await;

import io.hypnos.engine.document.Chunk;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.intake.EventMemories;
import io.hypnos.engine.intake.Intaken;
import io.hypnos.engine.intake.Reading;
import io.hypnos.engine.memory.EmbeddedMemory;
import io.hypnos.engine.memory.MemoryIds;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.UnitOutcome;
import io.hypnos.engine.memory.Vectors;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.message.IngestMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine whose behaviour follows from what it is given: file names choose how reading goes,
 * texts how storing goes.
 */
final class FakeEngine implements IngestEngine {
  final Map<UUID, NewMemory> stored = new ConcurrentHashMap<>();
  final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
  final AtomicInteger closed = new AtomicInteger();
  final Queue<Integer> batches = new ConcurrentLinkedQueue<>();
  final Queue<String> asked = new ConcurrentLinkedQueue<>();

  /** The first call that stores waits until so many texts have been embedded. */
  volatile int embeddedBeforeStoring;

  private final AtomicInteger embedded = new AtomicInteger();

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
  public Reading say(IngestMessage message, List<NewMemory> memories) {
    return new Reading(memories, List.of());
  }

  @Override
  public List<Vectors> embed(List<String> texts) {
    if (texts.contains("has no vector")) {
      throw new HypnosException(ErrorCode.INTERNAL, "refused");
    }
    embedded.addAndGet(texts.size());
    return texts.stream().map(text -> Vectors.of("fake", new float[] {1, 0})).toList();
  }

  @Override
  public List<UnitOutcome> store(UUID tenantId, List<Intaken> units) {
    if (batches.isEmpty()) {
      await().until(() -> embedded.get() >= embeddedBeforeStoring);
    }
    batches.add(units.size());
    return units.stream().map(this::store).toList();
  }

  private UnitOutcome store(Intaken unit) {
    List<EmbeddedMemory> memories = unit.memories();
    String text = memories.isEmpty() ? "" : memories.get(0).memory().content();
    int attempt = attempts.computeIfAbsent(text, key -> new AtomicInteger()).incrementAndGet();
    switch (text) {
      case "refused by the plan" -> {
        return UnitOutcome.failed(
            new HypnosException(ErrorCode.QUOTA_EXCEEDED, "the free plan is full"));
      }
      case "of a deleted tenant" ->
          throw new HypnosException(ErrorCode.NOT_FOUND, "tenant is gone");
      case "never works" -> throw new IllegalStateException("never works");
      case "works the third time" -> {
        if (attempt < 3) {
          throw new IllegalStateException("not yet");
        }
      }
      default -> {}
    }
    memories.forEach(each -> stored.put(each.memory().id().orElseThrow(), each.memory()));
    return UnitOutcome.of(
        memories.stream().map(each -> each.memory().id().orElseThrow()).toList(), Optional.empty());
  }

  @Override
  public OptionalInt standing(IngestMessage message) {
    asked.add(message.externalId());
    UUID first =
        MemoryIds.ofChunk(
            message.tenantId(), message.space(), message.source(), message.externalId(), 0);
    return stored.containsKey(first) ? OptionalInt.of(1) : OptionalInt.empty();
  }

  @Override
  public Map<Integer, UnitOutcome> answered(UUID tenantId, List<IngestMessage> events) {
    Map<Integer, UnitOutcome> answered = new HashMap<>();
    for (int i = 0; i < events.size(); i++) {
      asked.add(events.get(i).externalId());
      UUID id = EventMemories.of(events.get(i)).id().orElseThrow();
      if (stored.containsKey(id)) {
        answered.put(i, UnitOutcome.of(List.of(id), Optional.empty()));
      }
    }
    return answered;
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }
}
