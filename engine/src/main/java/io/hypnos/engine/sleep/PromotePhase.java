package io.hypnos.engine.sleep;

import io.hypnos.engine.consolidation.DensityClusters;
import io.hypnos.engine.consolidation.Frames;
import io.hypnos.engine.consolidation.Promotion;
import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.extraction.Salience;
import io.hypnos.engine.memory.Fingerprint;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Origin;
import io.hypnos.engine.memory.Traits;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Shares what recurs across the persons of a space. What is written belongs to the space, names no
 * person and cites no memory of one: even that somebody has said it is nobody's business.
 */
final class PromotePhase {
  private static final String SOURCE = "sleep";
  private static final String INSIGHT = "insight";
  private static final int LEVEL = 2;

  private final VectorReader reader;
  private final EmbeddingModel embedding;

  PromotePhase(VectorReader reader, EmbeddingModel embedding) {
    this.reader = reader;
    this.embedding = embedding;
  }

  void plan(Run run, Gathering gathering, Plan plan) {
    Map<UUID, Memory> memories = new HashMap<>();
    Set<String> shared = new HashSet<>();
    for (int[] group : groups(run, gathering)) {
      List<UUID> ids = new ArrayList<>();
      for (int member : group) {
        ids.add(gathering.item(member).id());
      }
      memories.clear();
      reader.forEach(run.tenantId(), ids, memory -> memories.put(memory.id(), memory));
      List<Promotion.Said> said =
          ids.stream()
              .map(memories::get)
              .filter(memory -> memory != null && memory.ownership().owner().isPresent())
              .map(
                  memory ->
                      new Promotion.Said(
                          memory.ownership().owner().orElseThrow(), Members.of(memory)))
              .toList();
      Promotion.shared(said, run.parameters().promotionOwners())
          .filter(shared::add)
          .filter(text -> !isKnown(gathering, text))
          .ifPresent(text -> plan.groups().add(group(run, text, ids, plan.groups().size())));
    }
  }

  private List<int[]> groups(Run run, Gathering gathering) {
    SleepParameters parameters = run.parameters();
    Map<UUID, Salience> details = new HashMap<>();
    reader.forEach(
        run.tenantId(),
        gathering.cut().items().stream()
            .filter(item -> item.owner().isPresent())
            .map(Cut.Item::id)
            .toList(),
        memory -> details.put(memory.id(), Salience.of(memory.content())));
    DensityClusters clusters =
        new DensityClusters(
            new DensityClusters.Rules(
                1, parameters.cut(), parameters.promotionOwners(), parameters.largestCluster()));
    return clusters.of(
        gathering.graph(),
        i -> gathering.item(i).owner().isPresent(),
        i -> "all",
        i -> gathering.item(i).id(),
        (one, other) -> {
          Salience left = details.get(gathering.item(one).id());
          Salience right = details.get(gathering.item(other).id());
          return left == null || right == null || Frames.compete(left, right);
        });
  }

  /** Whether the space says it already, so that every night does not say it once more. */
  private static boolean isKnown(Gathering gathering, String text) {
    String fingerprint = Base64.getEncoder().encodeToString(Fingerprint.of(text));
    return gathering.cut().items().stream()
        .anyMatch(item -> item.owner().isEmpty() && item.fingerprint().equals(fingerprint));
  }

  private Plan.Group group(Run run, String text, List<UUID> sources, int number) {
    NewMemory memory =
        NewMemory.builder(run.space(), text, SOURCE)
            .id(PrototypePhase.idOf(run, number))
            .traits(Traits.PLAIN.withKind(INSIGHT).withCategory(Optional.of("shared")))
            .origin(
                Origin.of(SOURCE)
                    .withProvenance(Map.of("run", run.id().toString(), "level", LEVEL)))
            .importance(Optional.of(0.5))
            .build();
    return new Plan.Group(
        RunCluster.Kind.PROMOTION,
        sources,
        Optional.of(new Plan.Derived(memory, embedding.embedPieces(text), 0, 0)));
  }
}
