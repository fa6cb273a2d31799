package io.hypnos.engine.database;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A page of rows that lie in several places, in the order of their tenants: as if they lay in one.
 * An own database is asked only when the page comes by its tenant; what lies in one that is away is
 * left out.
 */
public final class PlacedPage<T> {
  private final int limit;
  private final UUID from;
  private final Function<T, UUID> tenantOf;
  private final Function<Place, List<T>> read;
  private final List<T> rows = new ArrayList<>();
  private Optional<UUID> last = Optional.empty();

  private PlacedPage(
      int limit, UUID from, Function<T, UUID> tenantOf, Function<Place, List<T>> read) {
    this.limit = limit;
    this.from = from;
    this.tenantOf = tenantOf;
    this.read = read;
  }

  /**
   * The next page.
   *
   * @param from the tenant of the last row of the page before
   * @param read rows of a place behind that row, by tenant, no more than the limit
   */
  public static <T> List<T> of(
      Database database,
      String what,
      UUID from,
      int limit,
      Function<T, UUID> tenantOf,
      Function<Place, List<T>> read) {
    PlacedPage<T> page = new PlacedPage<>(limit, from, tenantOf, read);
    database.visit(what, page::take);
    return page.merged();
  }

  private void take(Place place) {
    if (place.isOperators()) {
      rows.addAll(read.apply(place));
      if (rows.size() >= limit) {
        last = Optional.of(tenantOf.apply(rows.get(rows.size() - 1)));
      }
    } else if (place.tenant().filter(this::mayBeOnIt).isPresent()) {
      rows.addAll(read.apply(place));
    }
  }

  private boolean mayBeOnIt(UUID tenant) {
    return UuidOrder.BY_BYTES.compare(from, tenant) <= 0
        && last.map(end -> UuidOrder.BY_BYTES.compare(tenant, end) <= 0).orElse(true);
  }

  /** The rows of one tenant come from one place, where they had their order. */
  private List<T> merged() {
    return rows.stream()
        .sorted(Comparator.comparing(tenantOf, UuidOrder.BY_BYTES))
        .limit(limit)
        .toList();
  }
}
