package io.hypnos.api.operator;

import io.hypnos.engine.sleep.RunCluster;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** A group that a run found; {@code result} is the prototype or the one that was kept. */
record RunClusterView(int number, String kind, List<UUID> members, UUID result) {

  static RunClusterView of(RunCluster cluster) {
    return new RunClusterView(
        cluster.number(),
        cluster.kind().name().toLowerCase(Locale.ROOT),
        cluster.members(),
        cluster.result().orElse(null));
  }
}
