package io.hypnos.engine.visibility;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The one predicate that every read of memories goes through. It is resolved against the grants of
 * the moment ({@link Visibilities}) and rendered for PostgreSQL ({@link SqlVisibility}) and for
 * OpenSearch ({@link IndexVisibility}).
 *
 * @param spaces spaces that are asked for; empty for all
 * @param hidden restricted spaces that the viewer may not read
 * @param asOf what was held true at that moment instead of now
 */
public record Visibility(
    Viewer viewer,
    Optional<List<String>> spaces,
    List<String> hidden,
    History history,
    Optional<Instant> asOf,
    Instant now) {

  public Visibility {
    spaces = spaces.map(List::copyOf);
    hidden = List.copyOf(hidden);
  }

  /**
   * The same with what stands behind prototypes: for finding these by their members. What is shown
   * is decided by this visibility itself.
   */
  public Visibility withMembers() {
    return new Visibility(viewer, spaces, hidden, history.withConsolidated(true), asOf, now);
  }

  /** Whether nothing can be seen, whatever is stored. */
  public boolean isEmpty() {
    return spaces.map(names -> hidden.containsAll(names)).orElse(false);
  }
}
