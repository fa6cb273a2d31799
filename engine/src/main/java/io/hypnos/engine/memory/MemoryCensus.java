package io.hypnos.engine.memory;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.visibility.Condition;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.SqlVisibility;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.engine.visibility.Visibilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Counts what a viewer can see. */
public final class MemoryCensus {
  private static final String BY_SPACE =
      """
      SELECT space, count(*) AS live,
             count(*) FILTER (WHERE protected) AS protected,
             count(*) FILTER (WHERE kind = 'prototype' AND NOT protected) AS prototypes,
             sum(valence) AS valence, sum(importance) AS importance
      FROM memory
      WHERE %s
      GROUP BY space
      ORDER BY space COLLATE "C"
      """;

  private static final String TEXTS = "SELECT count(DISTINCT fingerprint) FROM memory WHERE %s";

  private final Database database;
  private final Visibilities visibilities;

  MemoryCensus(Database database, Visibilities visibilities) {
    this.database = database;
    this.visibilities = visibilities;
  }

  /**
   * What was counted.
   *
   * @param spaces names of those that hold something, in byte order
   * @param live memories that are found
   * @param prototypes among them, as far as they are not protected
   * @param distinctive among them, protected from being merged
   * @param texts different texts among all that is stored, regardless of case and spacing
   */
  public record Count(
      List<String> spaces,
      long live,
      long prototypes,
      long distinctive,
      long texts,
      double meanValence,
      double meanImportance) {}

  private record OfSpace(
      String space,
      long live,
      long distinctive,
      long prototypes,
      double valence,
      double importance) {}

  public Count count(Viewer viewer) {
    return database.inTenant(
        viewer.tenantId(),
        handle -> {
          List<OfSpace> counted = bySpace(handle, viewer);
          Condition stored = visible(handle, viewer, History.ALL);
          long texts =
              stored
                  .bindTo(handle.createQuery(TEXTS.formatted(stored.sql())))
                  .mapTo(Long.class)
                  .one();
          return sum(counted, texts);
        });
  }

  /** Names of the spaces that hold something live, in byte order. */
  public List<String> spaces(Viewer viewer) {
    return database.inTenant(
        viewer.tenantId(), handle -> bySpace(handle, viewer).stream().map(OfSpace::space).toList());
  }

  private List<OfSpace> bySpace(Handle handle, Viewer viewer) {
    Condition live = visible(handle, viewer, History.NONE);
    return live.bindTo(handle.createQuery(BY_SPACE.formatted(live.sql())))
        .map(
            (row, context) ->
                new OfSpace(
                    row.getString("space"),
                    row.getLong("live"),
                    row.getLong("protected"),
                    row.getLong("prototypes"),
                    row.getDouble("valence"),
                    row.getDouble("importance")))
        .list();
  }

  private Condition visible(Handle handle, Viewer viewer, History history) {
    return SqlVisibility.of(
        visibilities.resolve(handle, viewer, Optional.empty(), history, Optional.empty()));
  }

  private static Count sum(List<OfSpace> counted, long texts) {
    List<String> spaces = new ArrayList<>();
    long live = 0;
    long prototypes = 0;
    long distinctive = 0;
    double valence = 0;
    double importance = 0;
    for (OfSpace each : counted) {
      spaces.add(each.space());
      live += each.live();
      prototypes += each.prototypes();
      distinctive += each.distinctive();
      valence += each.valence();
      importance += each.importance();
    }
    return new Count(
        List.copyOf(spaces),
        live,
        prototypes,
        distinctive,
        texts,
        live == 0 ? 0 : valence / live,
        live == 0 ? 0 : importance / live);
  }
}
