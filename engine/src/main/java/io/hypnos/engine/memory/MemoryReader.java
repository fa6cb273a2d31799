package io.hypnos.engine.memory;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.filter.SqlFilter;
import io.hypnos.engine.visibility.Condition;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.SqlVisibility;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.engine.visibility.Visibilities;
import io.hypnos.engine.visibility.Visibility;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads memories from the record without a query; everything within what the viewer may see. */
public final class MemoryReader {
  private static final int EXPORT_PAGE = 500;

  private final Database database;
  private final Visibilities visibilities;

  MemoryReader(Database database, Visibilities visibilities) {
    this.database = database;
    this.visibilities = visibilities;
  }

  /** One memory. */
  public Optional<Memory> find(Viewer viewer, UUID id, History history) {
    return findAll(viewer, List.of(id), history).stream().findFirst();
  }

  /** Those of the memories that can be seen, in the order of the ids asked for. */
  public List<Memory> findAll(Viewer viewer, List<UUID> ids, History history) {
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<UUID, Memory> found = new HashMap<>();
    select(
            viewer,
            Optional.empty(),
            history,
            "memory_id = ANY(:ids)",
            query -> query.bind("ids", ids.toArray(UUID[]::new)))
        .forEach(memory -> found.put(memory.id(), memory));
    return ids.stream().distinct().filter(found::containsKey).map(found::get).toList();
  }

  public Optional<Memory> findByExternalRef(Viewer viewer, String ref, History history) {
    return select(
            viewer,
            Optional.empty(),
            history,
            "external_ref = :ref",
            query -> query.bind("ref", ref))
        .stream()
        .findFirst();
  }

  /** By the id that it had where it was imported from. */
  public Optional<Memory> findByForeignId(Viewer viewer, String foreignId, History history) {
    return select(
            viewer,
            Optional.empty(),
            history,
            "foreign_id = :foreign",
            query -> query.bind("foreign", foreignId))
        .stream()
        .findFirst();
  }

  private List<Memory> select(
      Viewer viewer,
      Optional<List<String>> spaces,
      History history,
      String condition,
      Consumer<Query> bind) {
    return database.inTenant(
        viewer.tenantId(),
        handle -> {
          Condition visible = visible(handle, viewer, spaces, history);
          Query query =
              visible.bindTo(
                  handle.createQuery(
                      selectWhere(condition + "\n  AND " + visible.sql())
                          + "\nORDER BY recorded_at, memory_id"));
          bind.accept(query);
          return query.map(MemoryStore.MAPPER).list();
        });
  }

  /** A page by offset. */
  public List<Memory> list(Viewer viewer, Listing listing) {
    return database.inTenant(
        viewer.tenantId(),
        handle -> {
          Condition wanted =
              wanted(handle, viewer, listing.spaces(), listing.history(), listing.filter());
          return wanted
              .bindTo(
                  handle.createQuery(
                      selectWhere(wanted.sql())
                          + "\nORDER BY "
                          + listing.order().sql()
                          + "\nLIMIT :limit OFFSET :offset"))
              .bind("limit", listing.limit())
              .bind("offset", listing.offset())
              .map(MemoryStore.MAPPER)
              .list();
        });
  }

  /** How many a listing has in all. */
  public long count(
      Viewer viewer, Optional<List<String>> spaces, History history, MemoryFilter filter) {
    return database.inTenant(
        viewer.tenantId(),
        handle -> {
          Condition wanted = wanted(handle, viewer, spaces, history, filter);
          return wanted
              .bindTo(handle.createQuery("SELECT count(*) FROM memory WHERE " + wanted.sql()))
              .mapTo(Long.class)
              .one();
        });
  }

  /** A page of the feed. */
  public List<Memory> feed(Viewer viewer, Feed feed) {
    return database.inTenant(
        viewer.tenantId(),
        handle -> {
          Condition wanted = wanted(handle, viewer, feed.spaces(), feed.history(), feed.filter());
          String from =
              feed.after().isPresent()
                  ? "\n  AND (recorded_at, memory_id) < (:markTime, :markId)"
                  : "";
          Query query =
              wanted.bindTo(
                  handle.createQuery(
                      selectWhere(wanted.sql() + from)
                          + "\nORDER BY recorded_at DESC, memory_id DESC\nLIMIT :limit"));
          feed.after()
              .ifPresent(
                  mark ->
                      query
                          .bind("markTime", Timestamp.from(mark.recordedAt()))
                          .bind("markId", mark.id()));
          return query.bind("limit", feed.limit()).map(MemoryStore.MAPPER).list();
        });
  }

  /**
   * Hands over every memory, oldest first, in bounded memory: one transaction with one view of the
   * record, however long it takes and whatever is written meanwhile.
   */
  public void export(
      Viewer viewer, Optional<List<String>> spaces, History history, Consumer<Memory> consumer) {
    database.inTenant(
        viewer.tenantId(),
        handle -> {
          Condition visible = visible(handle, viewer, spaces, history);
          try (Stream<Memory> rows =
              visible
                  .bindTo(
                      handle.createQuery(
                          selectWhere(visible.sql())
                              + "\nORDER BY recorded_at, ordinal, memory_id"))
                  .setFetchSize(EXPORT_PAGE)
                  .map(MemoryStore.MAPPER)
                  .stream()) {
            rows.forEach(consumer);
          }
          return null;
        });
  }

  private static String selectWhere(String condition) {
    return "SELECT " + MemoryMapper.COLUMNS + "\nFROM memory\nWHERE " + condition;
  }

  private Condition wanted(
      Handle handle,
      Viewer viewer,
      Optional<List<String>> spaces,
      History history,
      MemoryFilter filter) {
    return visible(handle, viewer, spaces, history).and(SqlFilter.of(filter));
  }

  private Condition visible(
      Handle handle, Viewer viewer, Optional<List<String>> spaces, History history) {
    Visibility visibility = visibilities.resolve(handle, viewer, spaces, history, Optional.empty());
    return SqlVisibility.of(visibility);
  }
}
