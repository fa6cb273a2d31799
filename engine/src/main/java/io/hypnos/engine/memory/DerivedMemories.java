package io.hypnos.engine.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Follows provenance from memories to what was made from them: chunks, facts, prototypes. What has
 * no other source goes with its sources, and so does a prototype, whose words may be those of any
 * of them; anything else that has others becomes stale.
 */
final class DerivedMemories {
  private static final String MADE_FROM =
      """
      SELECT e.from_memory AS derived, s.to_memory AS source,
             m.kind = 'prototype' AND e.relation = 'derived_from' AS spoken_for
      FROM memory_edge e
      JOIN memory m ON m.tenant_id = e.tenant_id AND m.memory_id = e.from_memory
      JOIN memory_edge s
        ON s.tenant_id = e.tenant_id AND s.from_memory = e.from_memory
       AND s.relation IN ('derived_from', 'part_of')
      WHERE e.tenant_id = :tenant AND e.to_memory = ANY(:ids)
        AND e.relation IN ('derived_from', 'part_of')
      """;

  private static final String PREDECESSORS =
      """
      SELECT memory_id
      FROM memory
      WHERE tenant_id = :tenant AND superseded_by = ANY(:ids) AND NOT memory_id = ANY(:ids)
      ORDER BY memory_id
      """;

  private static final String BEHIND =
      """
      SELECT memory_id
      FROM memory
      WHERE tenant_id = :tenant AND consolidated_into = ANY(:ids) AND NOT memory_id = ANY(:ids)
        AND state = 'consolidated'
      ORDER BY memory_id
      """;

  private DerivedMemories() {}

  /** Memories that are out of sight because these stand for them. */
  static List<UUID> behind(Handle handle, UUID tenantId, List<UUID> ids) {
    return handle
        .createQuery(BEHIND)
        .bind("tenant", tenantId)
        .bind("ids", ids.toArray(UUID[]::new))
        .mapTo(UUID.class)
        .list();
  }

  /** What goes and what becomes stale when these memories go. */
  record Reach(List<UUID> going, List<UUID> stale) {}

  static Reach of(Handle handle, UUID tenantId, List<UUID> ids) {
    Set<UUID> gone = new HashSet<>(ids);
    Set<UUID> going = new TreeSet<>();
    Set<UUID> touched = new TreeSet<>();
    List<UUID> frontier = ids;
    while (!frontier.isEmpty()) {
      List<UUID> next = new ArrayList<>();
      Map<UUID, Sources> sources = sources(handle, tenantId, frontier);
      for (Map.Entry<UUID, Sources> derived : sources.entrySet()) {
        if (gone.contains(derived.getKey())) {
          continue;
        }
        if (derived.getValue().goWith(gone)) {
          gone.add(derived.getKey());
          going.add(derived.getKey());
          next.add(derived.getKey());
        } else {
          touched.add(derived.getKey());
        }
      }
      frontier = next;
    }
    touched.removeAll(gone);
    return new Reach(List.copyOf(going), List.copyOf(touched));
  }

  /** What a memory was made from; a prototype speaks for each of its sources. */
  private record Sources(Set<UUID> ids, boolean isPrototype) {
    boolean goWith(Set<UUID> gone) {
      return isPrototype || gone.containsAll(ids);
    }
  }

  private static Map<UUID, Sources> sources(Handle handle, UUID tenantId, List<UUID> ids) {
    Map<UUID, Sources> sources = new HashMap<>();
    handle
        .createQuery(MADE_FROM)
        .bind("tenant", tenantId)
        .bind("ids", ids.toArray(UUID[]::new))
        .map(
            (row, context) -> {
              boolean isPrototype = row.getBoolean("spoken_for");
              return sources
                  .computeIfAbsent(
                      row.getObject("derived", UUID.class),
                      none -> new Sources(new HashSet<>(), isPrototype))
                  .ids()
                  .add(row.getObject("source", UUID.class));
            })
        .list();
    return sources;
  }

  static List<UUID> predecessors(Handle handle, UUID tenantId, List<UUID> ids) {
    return handle
        .createQuery(PREDECESSORS)
        .bind("tenant", tenantId)
        .bind("ids", ids.toArray(UUID[]::new))
        .mapTo(UUID.class)
        .list();
  }
}
