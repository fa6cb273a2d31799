package io.hypnos.engine.search;

import java.util.List;
import java.util.Optional;

/**
 * What to look for.
 *
 * @param spaces spaces to look in; empty for all of the tenant
 * @param minRelevance hits below it are left out
 */
public record SearchRequest(
    String query, Optional<List<String>> spaces, int limit, double minRelevance) {

  public SearchRequest {
    spaces = spaces.map(List::copyOf);
  }
}
