package io.hypnos.engine.search;

import io.hypnos.engine.memory.Life;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.Ownership;
import io.hypnos.engine.memory.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * A memory as the index holds it: a document for its text and its first vector, and one for each
 * further vector, which is found by that alone.
 */
final class MemoryDocument {
  private MemoryDocument() {}

  static String id(UUID memoryId, int piece) {
    return piece == 0 ? memoryId.toString() : memoryId + "#" + piece;
  }

  /** The documents in the order of the pieces. */
  static List<Map<String, Object>> of(IndexChange.Put put) {
    Memory memory = put.memory();
    List<Map<String, Object>> documents = new ArrayList<>();
    for (float[] vector : memory.vectors().pieces()) {
      Map<String, Object> document = common(put.tenantId(), memory);
      if (documents.isEmpty()) {
        addText(document, memory, put.before());
      }
      document.put("embedding_model", memory.vectors().modelId());
      document.put("embedding", vector);
      documents.add(document);
    }
    return documents;
  }

  private static void addText(Map<String, Object> document, Memory memory, Precedent before) {
    document.put("text", memory.content());
    document.put("context", GradedContext.of(Utterance.of(memory), before.utterances()));
    document.put("time_words", TimeWords.of(memory.times().validFrom()));
    if (!before.ids().isEmpty()) {
      document.put("previous", before.ids().get(0).toString());
      document.put("context_of", before.ids().stream().map(UUID::toString).toList());
    }
  }

  private static Map<String, Object> common(UUID tenantId, Memory memory) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("tenant", tenantId.toString());
    document.put("memory", memory.id().toString());
    document.put("space", memory.space());
    document.put(
        "concepts",
        memory.concepts().stream()
            .map(ConceptWord::fold)
            .filter(word -> !word.isEmpty())
            .map(IndexableValues::shortened)
            .distinct()
            .toList());
    document.put("tokens", MetadataTokens.of(memory.metadata(), memory.origin().provenance()));
    document.put("kind", memory.traits().kind());
    document.put("level", memory.traits().level());
    put(document, "category", memory.traits().category());
    put(document, "subcategory", memory.traits().subcategory());
    addPlace(document, memory.place());
    addLife(document, memory.life());
    addOwnership(document, memory.ownership());
    document.put("source", IndexableValues.shortened(memory.origin().source()));
    memory.origin().createdBy().ifPresent(value -> document.put("created_by", value.toString()));
    document.put("created_at", memory.recordedAt().toString());
    document.put("valid_from", memory.times().validFrom().toString());
    memory.times().retiredAt().ifPresent(time -> document.put("retired_at", time.toString()));
    return document;
  }

  private static void addPlace(Map<String, Object> document, Place place) {
    put(document, "container_tag", place.containerTag());
    put(document, "stream", place.stream());
    put(document, "speaker", place.speaker());
    put(document, "agent", place.agent());
    put(document, "organization", place.organization());
  }

  private static void addLife(Map<String, Object> document, Life life) {
    document.put("state", life.state().name().toLowerCase(Locale.ROOT));
    document.put("archived", life.isArchived());
    life.expiresAt().ifPresent(value -> document.put("expires_at", value.toString()));
  }

  private static void addOwnership(Map<String, Object> document, Ownership ownership) {
    put(document, "owner", ownership.owner());
    put(document, "group", ownership.group());
    document.put("world_readable", ownership.isWorldReadable());
    document.put("group_readable", ownership.isGroupReadable());
    put(document, "federation_source", ownership.federationSource());
  }

  private static void put(
      Map<String, Object> document, String field, java.util.Optional<String> value) {
    value.ifPresent(text -> document.put(field, IndexableValues.shortened(text)));
  }
}
