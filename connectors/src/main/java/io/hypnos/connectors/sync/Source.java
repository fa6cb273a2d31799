package io.hypnos.connectors.sync;

import java.util.List;
import java.util.Optional;

/** What one connection reads, open for one run. */
public interface Source extends AutoCloseable {
  /** Asks the provider whether the credentials and the configured place are good. */
  void check();

  /** What is read in a run, in this order. */
  List<Feed> feeds();

  /** What a record says now; empty when it is gone. */
  Optional<Document> fetch(Item item);

  /** How to list what lives, if there is a way. */
  default Optional<Sweep> sweep() {
    return Optional.empty();
  }

  /** What the owner should know of a run that went well, if anything; asked at its end. */
  default Optional<String> remark() {
    return Optional.empty();
  }

  @Override
  default void close() {}
}
