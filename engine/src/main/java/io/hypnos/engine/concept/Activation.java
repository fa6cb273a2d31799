package io.hypnos.engine.concept;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a query is about.
 *
 * @param query its own concepts, in the spelling first stored
 * @param queryKeys the same as keys
 * @param activated what these call to mind, strongest first
 */
public record Activation(List<String> query, List<String> queryKeys, List<Activated> activated) {
  public Activation {
    query = List.copyOf(query);
    queryKeys = List.copyOf(queryKeys);
    activated = List.copyOf(activated);
  }

  /** The query's concepts followed by those that they call to mind. */
  public List<String> all() {
    return Stream.concat(query.stream(), activated.stream().map(Activated::spelling)).toList();
  }
}
