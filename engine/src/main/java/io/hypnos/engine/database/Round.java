package io.hypnos.engine.database;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Goes round the places, each time from behind the one where the last round ended: a place with
 * much to do keeps none of the others waiting. An own database that is away is passed over.
 */
public final class Round {
  private final Database database;
  private final String what;
  private final AtomicInteger next = new AtomicInteger();

  public Round(Database database, String what) {
    this.database = database;
    this.what = what;
  }

  /** What the first place has that has something; the next round begins behind it. */
  public <T> Optional<T> first(Function<Place, Optional<T>> work) {
    List<Place> places = database.places();
    int start = next.get();
    for (int step = 0; step < places.size(); step++) {
      int at = Math.floorMod(start + step, places.size());
      Optional<T> found = database.visit(what, places.get(at), work);
      if (found.isPresent()) {
        next.set(at + 1);
        return found;
      }
    }
    return Optional.empty();
  }

  /** All of them, each time from another one on. */
  public void each(Consumer<Place> work) {
    List<Place> places = database.places();
    int start = next.getAndIncrement();
    for (int step = 0; step < places.size(); step++) {
      Place place = places.get(Math.floorMod(start + step, places.size()));
      database.visit(
          what,
          place,
          reached -> {
            work.accept(reached);
            return Optional.empty();
          });
    }
  }
}
