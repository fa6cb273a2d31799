package io.hypnos.engine.visibility;

import io.hypnos.engine.memory.Ownership;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A memory, reduced to what decides who may see it. */
record Row(
    UUID tenant,
    UUID id,
    String space,
    Optional<String> owner,
    Optional<String> group,
    Optional<Integer> mode,
    Optional<String> peer,
    String state,
    Optional<Instant> archivedAt,
    Instant recordedAt,
    Optional<Instant> retiredAt,
    Optional<Instant> expiresAt) {

  /** The document that the index would hold. */
  Map<String, Object> document() {
    Ownership ownership = new Ownership(owner, group, mode, peer);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("tenant", tenant.toString());
    document.put("space", space);
    owner.ifPresent(value -> document.put("owner", value));
    group.ifPresent(value -> document.put("group", value));
    document.put("world_readable", ownership.isWorldReadable());
    document.put("group_readable", ownership.isGroupReadable());
    peer.ifPresent(value -> document.put("federation_source", value));
    document.put("state", state);
    document.put("archived", archivedAt.isPresent());
    document.put("created_at", recordedAt.toString());
    retiredAt.ifPresent(value -> document.put("retired_at", value.toString()));
    expiresAt.ifPresent(value -> document.put("expires_at", value.toString()));
    return document;
  }
}
