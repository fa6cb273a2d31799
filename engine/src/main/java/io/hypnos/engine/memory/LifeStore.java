package io.hypnos.engine.memory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;

/** Reads and writes the lives of many memories at once. */
final class LifeStore {
  private static final String LOCK =
      """
      SELECT memory_id, space, state, superseded_by, consolidated_into, protected, archived_at,
             retired_at, most_pieces, row_version
      FROM memory
      WHERE tenant_id = :tenant AND memory_id = ANY(:ids)
      ORDER BY memory_id
      FOR UPDATE
      """;

  private static final String WRITE =
      """
      UPDATE memory AS m
      SET state = c.state, superseded_by = c.superseded_by, consolidated_into = c.consolidated_into,
          protected = c.protected, archived_at = c.archived_at, retired_at = c.retired_at,
          row_version = c.version
      FROM unnest(:ids, :states, :superseded, :consolidated, CAST(:protected AS boolean[]),
                  CAST(:archived AS timestamptz[]), CAST(:retired AS timestamptz[]), :versions)
           AS c (memory_id, state, superseded_by, consolidated_into, protected, archived_at,
                 retired_at, version)
      WHERE m.tenant_id = :tenant AND m.memory_id = c.memory_id
        AND m.row_version = c.version - 1
      """;

  List<LifeImage> lock(Handle handle, UUID tenantId, Collection<UUID> ids) {
    return ids.isEmpty()
        ? List.of()
        : handle
            .createQuery(LOCK)
            .bind("tenant", tenantId)
            .bind("ids", ids.toArray(UUID[]::new))
            .map((row, context) -> image(row))
            .list();
  }

  /** The rows must be locked and the versions of the images one above what is stored. */
  void write(Handle handle, UUID tenantId, List<LifeImage> images) {
    if (images.isEmpty()) {
      return;
    }
    int written =
        handle
            .createUpdate(WRITE)
            .bind("tenant", tenantId)
            .bind("ids", array(images, LifeImage::id, UUID[]::new))
            .bind("states", array(images, image -> text(image.state()), String[]::new))
            .bind(
                "superseded",
                array(images, image -> image.supersededBy().orElse(null), UUID[]::new))
            .bind(
                "consolidated",
                array(images, image -> image.consolidatedInto().orElse(null), UUID[]::new))
            .bind(
                "protected",
                array(images, image -> String.valueOf(image.isProtected()), String[]::new))
            .bind("archived", array(images, image -> time(image.archivedAt()), String[]::new))
            .bind("retired", array(images, image -> time(image.retiredAt()), String[]::new))
            .bind("versions", array(images, LifeImage::rowVersion, Long[]::new))
            .execute();
    if (written != images.size()) {
      throw new IllegalStateException("wrote %d of %d memories".formatted(written, images.size()));
    }
  }

  private static <T> T[] array(
      List<LifeImage> images, Function<LifeImage, T> field, IntFunction<T[]> maker) {
    return images.stream().map(field).toArray(maker);
  }

  private static String text(Life.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String time(Optional<Instant> time) {
    return time.map(Instant::toString).orElse(null);
  }

  private static LifeImage image(ResultSet row) throws SQLException {
    return new LifeImage(
        row.getObject("memory_id", UUID.class),
        row.getString("space"),
        Life.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(row.getObject("superseded_by", UUID.class)),
        Optional.ofNullable(row.getObject("consolidated_into", UUID.class)),
        row.getBoolean("protected"),
        Optional.ofNullable(row.getTimestamp("archived_at")).map(Timestamp::toInstant),
        Optional.ofNullable(row.getTimestamp("retired_at")).map(Timestamp::toInstant),
        row.getInt("most_pieces"),
        row.getLong("row_version"));
  }
}
