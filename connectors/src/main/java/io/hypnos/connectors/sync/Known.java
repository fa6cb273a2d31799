package io.hypnos.connectors.sync;

import java.util.Map;

/**
 * What is remembered of a record.
 *
 * @param fingerprint of the words that went out last; empty while it is not known whether they did
 * @param attempts failed tries in a row
 * @param error why the last one failed
 * @param seen the number of the last sweep that saw it alive
 */
public record Known(
    String id,
    String revision,
    String fingerprint,
    boolean deleted,
    int attempts,
    String error,
    Map<String, String> locator,
    long seen) {

  public Known {
    locator = Map.copyOf(locator);
  }

  static Known stored(Item item, String fingerprint, long seen) {
    return new Known(item.id(), item.revision(), fingerprint, false, 0, "", item.locator(), seen);
  }

  static Known gone(String id, long seen) {
    return new Known(id, "", "", true, 0, "", Map.of(), seen);
  }

  /** About to be sent: what went out last is not known until that is committed. */
  public Known announced() {
    return new Known(id, "", "", false, attempts, error, locator, seen);
  }

  Known seen(long number) {
    return new Known(id, revision, fingerprint, deleted, attempts, error, locator, number);
  }
}
