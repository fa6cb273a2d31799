package io.hypnos.engine.search;

import io.hypnos.engine.memory.Memory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A memory as the index holds it. */
final class MemoryDocument {
  private MemoryDocument() {}

  static Map<String, Object> of(UUID tenantId, Memory memory) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("tenant", tenantId.toString());
    document.put("space", memory.space());
    document.put("text", memory.content());
    document.put("concepts", memory.concepts().stream().map(IndexableValues::shortened).toList());
    document.put("metadata", IndexableValues.of(memory.metadata()));
    document.put("kind", memory.traits().kind());
    memory.traits().category().ifPresent(value -> document.put("category", value));
    memory.place().containerTag().ifPresent(value -> document.put("container_tag", value));
    document.put("state", memory.state().name().toLowerCase(java.util.Locale.ROOT));
    document.put("archived", memory.life().isArchived());
    memory.times().retiredAt().ifPresent(time -> document.put("retired_at", time.toString()));
    memory.ownership().owner().ifPresent(owner -> document.put("owner", owner));
    memory.ownership().group().ifPresent(group -> document.put("group", group));
    document.put("world_readable", memory.ownership().isWorldReadable());
    document.put("group_readable", memory.ownership().isGroupReadable());
    memory
        .ownership()
        .federationSource()
        .ifPresent(peer -> document.put("federation_source", peer));
    document.put("source", memory.origin().source());
    memory.origin().createdBy().ifPresent(value -> document.put("created_by", value.toString()));
    document.put("created_at", memory.recordedAt().toString());
    memory.life().expiresAt().ifPresent(value -> document.put("expires_at", value.toString()));
    document.put("embedding_model", memory.vectors().modelId());
    document.put("embedding", memory.vectors().first());
    return document;
  }
}
