package io.hypnos.engine.intake;

import io.hypnos.engine.document.Chunk;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Part;
import io.hypnos.schemas.message.IngestMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * What a unit of intake becomes: a memory for the document as a whole, one a chunk, and the same
 * for every document within it. A chunk is part of its document, a contained document part of its
 * container. Ids follow from the source. A text that came within the message and is one chunk is
 * that chunk alone: it is no document.
 */
public final class DocumentMemories {
  private final IngestMessage message;
  private final Function<ExtractedDocument, List<Chunk>> chunker;
  private final List<NewMemory> memories = new ArrayList<>();

  private DocumentMemories(
      IngestMessage message, Function<ExtractedDocument, List<Chunk>> chunker) {
    this.message = message;
    this.chunker = chunker;
  }

  /** The memories in the order of the document, a whole always before its parts. */
  public static List<NewMemory> of(
      IngestMessage message,
      ExtractedDocument document,
      Function<ExtractedDocument, List<Chunk>> chunker) {
    DocumentMemories planned = new DocumentMemories(message, chunker);
    planned.add(document);
    return List.copyOf(planned.memories);
  }

  private void add(ExtractedDocument document) {
    List<Chunk> chunks = document.hasText() ? chunker.apply(document) : List.of();
    if (message.content().blobKey().isEmpty() && chunks.size() <= 1) {
      chunks.forEach(chunk -> memories.add(DocumentMemory.loneText(message, document, chunk)));
      return;
    }
    DocumentMemory root = DocumentMemory.root(message, document);
    add(root, chunks, document.parts(), Optional.empty());
    Map<Integer, UUID> containers = new HashMap<>();
    for (int i = 0; i < document.parts().size(); i++) {
      Part part = document.parts().get(i);
      DocumentMemory inner = DocumentMemory.part(message, document, part);
      containers.put(i, inner.id());
      // What could not be read is named by its container alone.
      if (ReadingProblem.of(part.document()).isEmpty()) {
        UUID container = containers.getOrDefault(part.parent(), root.id());
        List<Chunk> ofPart = part.document().hasText() ? chunker.apply(part.document()) : List.of();
        add(inner, ofPart, List.of(), Optional.of(container));
      }
    }
  }

  private void add(
      DocumentMemory document, List<Chunk> chunks, List<Part> parts, Optional<UUID> container) {
    memories.add(document.whole(chunks, parts, container));
    chunks.forEach(chunk -> memories.add(document.chunk(chunk, chunks.size())));
  }
}
