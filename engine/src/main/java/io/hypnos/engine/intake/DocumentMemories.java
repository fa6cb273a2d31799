package io.hypnos.engine.intake;

import io.hypnos.engine.document.Chunk;
import io.hypnos.engine.memory.MemoryIds;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Origin;
import io.hypnos.engine.memory.Place;
import io.hypnos.engine.memory.Traits;
import io.hypnos.schemas.message.IngestMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a unit of intake becomes: one memory a chunk, under ids that follow from the source. */
public final class DocumentMemories {
  private DocumentMemories() {}

  public static List<NewMemory> ofChunks(IngestMessage message, List<Chunk> chunks) {
    return chunks.stream().map(chunk -> ofChunk(message, chunk, chunks.size())).toList();
  }

  private static NewMemory ofChunk(IngestMessage message, Chunk chunk, int chunks) {
    Map<String, Object> provenance = provenance(message);
    if (chunk.firstPage() > 0) {
      provenance.put("pages", List.of(chunk.firstPage(), chunk.lastPage()));
    }
    if (!chunk.heading().isEmpty()) {
      provenance.put("heading", chunk.heading());
    }
    Map<String, Object> metadata = new LinkedHashMap<>(message.attributes().metadata());
    metadata.put("file", message.content().filename());
    metadata.put("chunk", chunk.number());
    metadata.put("chunks", chunks);
    return memory(message, chunk.number(), chunk.text(), metadata, provenance);
  }

  /** A file whose content nobody here can read is still found by its name. */
  public static NewMemory ofName(IngestMessage message) {
    Map<String, Object> metadata = new LinkedHashMap<>(message.attributes().metadata());
    metadata.put("file", message.content().filename());
    metadata.put("chunk", 0);
    metadata.put("chunks", 1);
    metadata.put("extraction", "filename_only");
    String text =
        "File %s (%s, %d bytes)"
            .formatted(
                message.content().filename(),
                message.content().contentType(),
                message.content().size());
    return memory(message, 0, text, metadata, provenance(message));
  }

  private static Map<String, Object> provenance(IngestMessage message) {
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("external_id", message.externalId());
    provenance.put("batch", message.batchId().toString());
    message.content().blobKey().ifPresent(key -> provenance.put("blob", key));
    return provenance;
  }

  private static NewMemory memory(
      IngestMessage message,
      int number,
      String text,
      Map<String, Object> metadata,
      Map<String, Object> provenance) {
    return NewMemory.builder(message.space(), text, message.source())
        .id(
            MemoryIds.ofChunk(
                message.tenantId(),
                message.space(),
                message.source(),
                message.externalId(),
                number))
        .metadata(metadata)
        .traits(Traits.PLAIN.withCategory(message.attributes().category()))
        .place(
            Place.ANYWHERE
                .withContainerTag(message.attributes().containerTag())
                .inStream(message.externalId(), number))
        .origin(Origin.of(message.source()).withProvenance(provenance))
        .importance(message.attributes().importance())
        .build();
  }
}
