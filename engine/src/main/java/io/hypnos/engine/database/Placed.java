package io.hypnos.engine.database;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What lies in several places, taken together. An own database that is away is passed over. */
public final class Placed {
  private Placed() {}

  /** The sum over all places. */
  public static long sum(Database database, String what, ToLongFunction<Place> count) {
    AtomicLong sum = new AtomicLong();
    database.visit(what, place -> sum.addAndGet(count.applyAsLong(place)));
    return sum.get();
  }

  /** Visits the places that keep something of these things, with what they keep. */
  public static <T> void visit(
      Database database,
      String what,
      Collection<T> things,
      Function<T, UUID> tenantOf,
      BiConsumer<Place, List<T>> work) {
    Set<UUID> own = new HashSet<>();
    database.places().forEach(place -> place.tenant().ifPresent(own::add));
    Map<Optional<UUID>, List<T>> byPlace = new HashMap<>();
    for (T each : things) {
      Optional<UUID> owner = Optional.of(tenantOf.apply(each)).filter(own::contains);
      byPlace.computeIfAbsent(owner, none -> new ArrayList<>()).add(each);
    }
    database.visit(
        what,
        place -> {
          List<T> here = byPlace.get(place.tenant());
          if (here != null) {
            work.accept(place, List.copyOf(here));
          }
        });
  }
}
