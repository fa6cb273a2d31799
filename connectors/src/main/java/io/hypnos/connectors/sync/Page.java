package io.hypnos.connectors.sync;

import java.util.List;
import java.util.Map;

/**
 * One step of a feed.
 *
 * @param next where the feed goes on once these items are safe
 * @param more whether there is something to read now
 */
public record Page(List<Item> items, Map<String, String> next, boolean more) {
  public Page {
    items = List.copyOf(items);
    next = Map.copyOf(next);
  }
}
