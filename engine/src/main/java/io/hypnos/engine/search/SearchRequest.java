package io.hypnos.engine.search;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to look for.
 *
 * @param spaces spaces to look in; empty for all of the tenant
 * @param minRelevance hits below it are left out
 * @param since only memories recorded then or later
 * @param until only memories recorded then or earlier
 */
public record SearchRequest(
    String query,
    Optional<List<String>> spaces,
    int limit,
    double minRelevance,
    Optional<Instant> since,
    Optional<Instant> until) {

  public SearchRequest(
      String query, Optional<List<String>> spaces, int limit, double minRelevance) {
    this(query, spaces, limit, minRelevance, Optional.empty(), Optional.empty());
  }

  public SearchRequest {
    spaces = spaces.map(List::copyOf);
  }

  /** Whether something recorded then is asked for. */
  boolean covers(Instant recordedAt) {
    return since.map(start -> !recordedAt.isBefore(start)).orElse(true)
        && until.map(end -> !recordedAt.isAfter(end)).orElse(true);
  }
}
