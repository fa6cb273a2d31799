package io.hypnos.engine.search;

import io.hypnos.engine.memory.Memory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds what was said before memories. Only what has the same owner, mode and tag counts: a memory
 * must not be found by words that its reader may not see.
 */
public final class Precedents {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String BEFORE =
      """
      SELECT own.memory_id AS follower, before.memory_id, before.speaker, before.content,
             before.metadata
      FROM memory own
      CROSS JOIN LATERAL (
        SELECT memory_id, speaker, content, metadata, recorded_at, ordinal
        FROM memory
        WHERE tenant_id = :tenant AND space = own.space AND stream = own.stream
          AND (recorded_at, ordinal, memory_id) < (own.recorded_at, own.ordinal, own.memory_id)
          AND state = 'live'
          AND owner_id IS NOT DISTINCT FROM own.owner_id
          AND permission_mode IS NOT DISTINCT FROM own.permission_mode
          AND group_id IS NOT DISTINCT FROM own.group_id
          AND container_tag IS NOT DISTINCT FROM own.container_tag
        ORDER BY recorded_at DESC, ordinal DESC, memory_id DESC
        LIMIT :reach) before
      WHERE own.tenant_id = :tenant AND own.memory_id = ANY(:ids) AND own.stream IS NOT NULL
      ORDER BY own.memory_id, before.recorded_at DESC, before.ordinal DESC, before.memory_id DESC
      """;

  private Precedents() {}

  /** A change for each memory that shows it as it stands now. */
  public static List<IndexChange> puts(Handle handle, UUID tenantId, Collection<Memory> memories) {
    Map<UUID, Precedent> before = before(handle, tenantId, memories);
    List<IndexChange> puts = new ArrayList<>();
    for (Memory memory : memories) {
      puts.add(
          new IndexChange.Put(tenantId, memory, before.getOrDefault(memory.id(), Precedent.NONE)));
    }
    return puts;
  }

  /** Whether any of the memories has a stream, so that asking the record is of use. */
  public static boolean isWorthwhile(Collection<Memory> memories) {
    return memories.stream().anyMatch(memory -> memory.place().stream().isPresent());
  }

  private static Map<UUID, Precedent> before(
      Handle handle, UUID tenantId, Collection<Memory> memories) {
    UUID[] ids =
        memories.stream()
            .filter(memory -> memory.place().stream().isPresent())
            .map(Memory::id)
            .toArray(UUID[]::new);
    if (ids.length == 0) {
      return Map.of();
    }
    Map<UUID, Found> found = new LinkedHashMap<>();
    handle
        .createQuery(BEFORE)
        .bind("tenant", tenantId)
        .bind("ids", ids)
        .bind("reach", GradedContext.REACH)
        .map(
            (row, context) -> {
              Found one =
                  found.computeIfAbsent(row.getObject("follower", UUID.class), id -> new Found());
              one.ids.add(row.getObject("memory_id", UUID.class));
              one.utterances.add(
                  new Utterance(
                      Optional.ofNullable(row.getString("speaker")),
                      row.getString("content"),
                      metadata(row.getString("metadata"))));
              return one;
            })
        .list();
    Map<UUID, Precedent> before = new HashMap<>();
    found.forEach((id, one) -> before.put(id, new Precedent(one.ids, one.utterances)));
    return before;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> metadata(String json) {
    return JSON.readValue(json, Map.class);
  }

  private static final class Found {
    private final List<UUID> ids = new ArrayList<>();
    private final List<Utterance> utterances = new ArrayList<>();
  }
}
