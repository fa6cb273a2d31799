package io.hypnos.connectors.sync;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes records in for good: when it returns, they cannot be lost. */
@FunctionalInterface
public interface Sink {
  /**
   * @return why records were refused, by name
   */
  Map<String, String> accept(List<Change> changes);

  /**
   * A version of a record.
   *
   * @param document empty when the record is gone
   */
  record Change(String id, long version, Optional<Document> document) {}
}
