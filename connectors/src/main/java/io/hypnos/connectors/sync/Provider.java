package io.hypnos.connectors.sync;

/** A kind of outside system. */
public interface Provider {
  /** As it stands in connections and in the source of memories. */
  String name();

  /** Calls a minute that stay below the vendor's limit. */
  int callsPerMinute();

  /**
   * @throws io.hypnos.connectors.call.ProviderFailure with {@code CONFIGURATION} when something is
   *     missing
   */
  Source open(Setup setup);
}
