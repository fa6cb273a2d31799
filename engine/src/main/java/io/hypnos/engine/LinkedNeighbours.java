package io.hypnos.engine;

import io.hypnos.engine.association.Neighbours;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.graph.GraphWalk;
import io.hypnos.engine.visibility.SqlVisibility;
import io.hypnos.engine.visibility.Visibility;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The graph of memories, as a search asks for it. */
final class LinkedNeighbours implements Neighbours {
  private final Database database;
  private final GraphWalk walk;

  LinkedNeighbours(Database database, GraphWalk walk) {
    this.database = database;
    this.walk = walk;
  }

  @Override
  public List<Neighbour> reach(Visibility visibility, List<UUID> seeds, int depth) {
    UUID tenantId = visibility.viewer().tenantId();
    List<io.hypnos.engine.graph.Neighbour> found =
        database.inTenant(
            tenantId,
            handle ->
                walk.around(
                    handle, tenantId, SqlVisibility.of(visibility), seeds, depth, walk.usual(), 0));
    Map<UUID, UUID> seedOf = new HashMap<>();
    seeds.forEach(seed -> seedOf.put(seed, seed));
    List<Neighbour> reached = new ArrayList<>();
    // Nearest first, so the one that leads to a neighbour is known before it.
    for (io.hypnos.engine.graph.Neighbour each : found) {
      UUID from = each.via().from().equals(each.memory()) ? each.via().to() : each.via().from();
      UUID seed = seedOf.get(from);
      seedOf.put(each.memory(), seed);
      reached.add(new Neighbour(each.memory(), seed, each.hops(), each.strength()));
    }
    return reached;
  }
}
