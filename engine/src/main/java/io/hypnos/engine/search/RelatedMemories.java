package io.hypnos.engine.search;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryReader;
import io.hypnos.engine.memory.NearestMemories.Probe;
import io.hypnos.engine.memory.Vectors;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.engine.visibility.Visibilities;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The neighbours of a memory in its space, by the vectors that are stored: nothing is embedded. The
 * index proposes, the record decides.
 */
public final class RelatedMemories {
  /** Proposals may be gone, or be pieces of one memory. */
  private static final int PROPOSALS_A_HIT = 3;

  private static final int SPARE = 10;

  private static final Comparator<Related> BEST_FIRST =
      Comparator.comparingDouble(Related::similarity)
          .reversed()
          .thenComparing(related -> related.memory().recordedAt(), Comparator.reverseOrder())
          .thenComparing(related -> related.memory().id());

  private final Database database;
  private final Visibilities visibilities;
  private final MemoryIndex index;
  private final MemoryReader reader;
  private final SearchFreshness freshness;

  public RelatedMemories(
      Database database, Visibilities visibilities, MemoryIndex index, MemoryReader reader) {
    this.database = database;
    this.visibilities = visibilities;
    this.index = index;
    this.reader = reader;
    this.freshness = new SearchFreshness(index);
  }

  /** Those of its space that are live, best first, without the memory itself. */
  public List<Related> to(Viewer viewer, Memory memory, int limit, double leastSimilarity) {
    return near(viewer, memory.space(), memory.vectors(), limit + 1, leastSimilarity).stream()
        .filter(related -> !related.memory().id().equals(memory.id()))
        .limit(limit)
        .toList();
  }

  /** The live memories of a space that are nearest to some vectors, best first. */
  public List<Related> near(
      Viewer viewer, String space, Vectors vectors, int limit, double leastSimilarity) {
    SearchRequest request =
        new SearchRequest("", Optional.of(List.of(space)), limit, leastSimilarity);
    Situation situation =
        database.inTenant(
            viewer.tenantId(),
            handle -> Situation.find(handle, visibilities, viewer, request, false));
    if (situation.visibility().isEmpty()) {
      return List.of();
    }
    freshness.ensure(viewer.tenantId(), situation.searchable());
    List<UUID> proposed =
        index
            .nearest(
                situation.visibility(),
                List.of(new Probe(space, vectors)),
                PROPOSALS_A_HIT * limit + SPARE)
            .get(0);
    return reader.findAll(viewer, proposed, History.NONE).stream()
        .filter(other -> other.space().equals(space))
        .map(other -> new Related(other, other.vectors().similarity(vectors)))
        .filter(related -> related.similarity() >= leastSimilarity)
        .sorted(BEST_FIRST)
        .limit(limit)
        .toList();
  }
}
