package io.hypnos.ingest;

import io.hypnos.engine.document.Chunk;
import io.hypnos.engine.memory.MemoryIds;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestMessage.Attributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a document becomes memories. */
record MemoryPlan(ReadDocument read) {

  List<NewMemory> byChunks(List<Chunk> chunks) {
    List<Chunk> withText =
        chunks.stream().filter(chunk -> !storable(chunk.text()).isBlank()).toList();
    return withText.stream()
        .map(
            chunk ->
                memory(
                    chunk.number(),
                    chunk.text(),
                    numbered(chunk.number(), withText.size()),
                    placeOf(chunk)))
        .toList();
  }

  /** A file whose kind nobody can read is still known by its name. */
  List<NewMemory> byFilename() {
    String filename = message().content().filename();
    if (storable(filename).isBlank()) {
      return List.of();
    }
    Map<String, Object> metadata = numbered(0, 1);
    metadata.put("extraction", "filename_only");
    return List.of(memory(0, filename, metadata, Map.of()));
  }

  private NewMemory memory(
      int chunk, String text, Map<String, Object> metadata, Map<String, Object> place) {
    IngestMessage message = message();
    Attributes attributes = message.attributes();
    return new NewMemory(
        Optional.of(
            MemoryIds.ofChunk(
                message.tenantId(),
                message.space(),
                message.source(),
                message.externalId(),
                chunk)),
        message.space(),
        storable(text),
        List.of(),
        metadata,
        message.source(),
        Optional.empty(),
        attributes.containerTag(),
        attributes.category(),
        attributes.importance(),
        provenance(place));
  }

  private Map<String, Object> numbered(int chunk, int chunks) {
    Map<String, Object> metadata = new LinkedHashMap<>(message().attributes().metadata());
    String filename = message().content().filename();
    if (!filename.isBlank()) {
      metadata.put("file", filename);
      metadata.put("chunk", chunk);
      metadata.put("chunks", chunks);
    }
    return metadata;
  }

  private Map<String, Object> provenance(Map<String, Object> place) {
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("batch", message().batchId().toString());
    provenance.put("item", message().item());
    provenance.put("external_id", message().externalId());
    provenance.put("content_type", read.document().contentType());
    message().content().blobKey().ifPresent(key -> provenance.put("blob", key));
    read.document().title().ifPresent(title -> provenance.put("title", title));
    provenance.putAll(place);
    return provenance;
  }

  private static Map<String, Object> placeOf(Chunk chunk) {
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("chunk", chunk.number());
    if (chunk.firstPage() > 0) {
      place.put("pages", List.of(chunk.firstPage(), chunk.lastPage()));
    }
    if (!chunk.heading().isBlank()) {
      place.put("heading", chunk.heading());
    }
    return place;
  }

  private IngestMessage message() {
    return read.item().message();
  }

  /** PostgreSQL holds any character of a text but this one. */
  private static String storable(String text) {
    return text.replace("\u0000", "");
  }
}
