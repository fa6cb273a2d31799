package io.hypnos.engine.relation;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.graph.DatedEdge;
import io.hypnos.engine.graph.EdgeReader;
import io.hypnos.engine.graph.EdgeStore;
import io.hypnos.engine.graph.Follow;
import io.hypnos.engine.graph.GraphWalk;
import io.hypnos.engine.graph.MemoryEdge;
import io.hypnos.engine.graph.Neighbour;
import io.hypnos.engine.graph.Relations;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryReader;
import io.hypnos.engine.memory.StorableText;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Condition;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.SqlVisibility;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.engine.visibility.Visibilities;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The edges between memories, for somebody: drawn and followed only where they may see both. */
public final class Links {
  private final Database database;
  private final MemoryReader memories;
  private final Visibilities visibilities;
  private final SpaceAccess spaces;
  private final EdgeStore store;
  private final EdgeReader reader;
  private final GraphWalk walk;
  private final AuditLog audit;
  private final Clock clock;

  public Links(
      Database database,
      MemoryReader memories,
      Visibilities visibilities,
      SpaceAccess spaces,
      EdgeStore store,
      EdgeReader reader,
      GraphWalk walk,
      AuditLog audit,
      Clock clock) {
    this.database = database;
    this.memories = memories;
    this.visibilities = visibilities;
    this.spaces = spaces;
    this.store = store;
    this.reader = reader;
    this.walk = walk;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Draws an edge, or draws it anew. Both memories must be visible, and their spaces open to writes
   * of the caller.
   */
  public void add(Caller caller, Viewer viewer, MemoryEdge edge) {
    requireSound(edge);
    List<Memory> ends = memories.findAll(viewer, List.of(edge.from(), edge.to()), History.ALL);
    if (ends.size() < 2) {
      throw new HypnosException(
          ErrorCode.NOT_FOUND,
          "both memories of an edge must be there: %s, %s".formatted(edge.from(), edge.to()));
    }
    database.<Void>inTenant(
        caller.tenantId(),
        handle -> {
          spaces.requireWrite(
              handle, caller.tenantId(), caller.keyId(), ends.stream().map(Memory::space).toList());
          store.add(handle, caller.tenantId(), List.of(edge), clock.instant());
          audit.record(
              handle,
              caller.actor(),
              "memory.link",
              edge.from().toString(),
              Map.of("to", edge.to().toString(), "relation", edge.relation()));
          return null;
        });
  }

  private static void requireSound(MemoryEdge edge) {
    StorableText.require("relation", edge.relation());
    StorableText.requireAll("metadata", edge.metadata());
    if (edge.relation().isBlank() || edge.relation().length() > Relations.LONGEST) {
      throw invalid("relation", "a relation has 1 to %d characters".formatted(Relations.LONGEST));
    }
    if (!Double.isFinite(edge.weight())) {
      throw invalid("weight", "a weight is a finite number");
    }
    if (edge.from().equals(edge.to())) {
      throw invalid("to", "a memory has no relation to itself");
    }
  }

  private static HypnosException invalid(String field, String message) {
    return new HypnosException(ErrorCode.VALIDATION, message, Map.of("field", field), null);
  }

  /**
   * The memories around some others, nearest first.
   *
   * @param follow which edges; none for all
   */
  public List<RelatedMemory> around(
      Viewer viewer,
      Optional<List<String>> inSpaces,
      History history,
      List<UUID> starts,
      int depth,
      List<Follow> follow,
      double leastWeight) {
    List<Neighbour> neighbours =
        database.inTenant(
            viewer.tenantId(),
            handle ->
                walk.around(
                    handle,
                    viewer.tenantId(),
                    visible(handle, viewer, inSpaces, history),
                    starts,
                    depth,
                    follow,
                    leastWeight));
    Map<UUID, Memory> found = byId(viewer, neighbours.stream().map(Neighbour::memory), history);
    return neighbours.stream()
        .filter(neighbour -> found.containsKey(neighbour.memory()))
        .map(neighbour -> new RelatedMemory(found.get(neighbour.memory()), neighbour))
        .toList();
  }

  /** The newest pairs of memories of which one took the place of the other. */
  public List<Pair> supersessions(Viewer viewer, Optional<List<String>> inSpaces, int limit) {
    return pairs(viewer, inSpaces, List.of(Relations.UPDATES), limit);
  }

  /** The newest pairs of memories that cannot both be true. */
  public List<Pair> contradictions(Viewer viewer, Optional<List<String>> inSpaces, int limit) {
    return pairs(viewer, inSpaces, List.of(Relations.CONTRADICTS), limit);
  }

  /** The newest pairs of some relations, also of memories that are no longer current. */
  public List<Pair> pairs(
      Viewer viewer, Optional<List<String>> inSpaces, List<String> relations, int limit) {
    List<DatedEdge> edges =
        database.inTenant(
            viewer.tenantId(),
            handle ->
                reader.newest(
                    handle,
                    viewer.tenantId(),
                    visible(handle, viewer, inSpaces, History.ALL),
                    relations,
                    limit));
    Map<UUID, Memory> found =
        byId(
            viewer,
            edges.stream().flatMap(dated -> Stream.of(dated.edge().from(), dated.edge().to())),
            History.ALL);
    return edges.stream()
        .filter(
            dated -> found.containsKey(dated.edge().from()) && found.containsKey(dated.edge().to()))
        .map(dated -> new Pair(found.get(dated.edge().from()), found.get(dated.edge().to()), dated))
        .toList();
  }

  private Map<UUID, Memory> byId(Viewer viewer, Stream<UUID> ids, History history) {
    Map<UUID, Memory> found = new HashMap<>();
    memories
        .findAll(viewer, ids.distinct().toList(), history)
        .forEach(memory -> found.put(memory.id(), memory));
    return found;
  }

  private Condition visible(
      Handle handle, Viewer viewer, Optional<List<String>> inSpaces, History history) {
    return SqlVisibility.of(
        visibilities.resolve(handle, viewer, inSpaces, history, Optional.empty()));
  }
}
