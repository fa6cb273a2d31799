package io.hypnos.api.web;

import java.util.List;

/**
 * A body that is a list of objects; each is checked for itself.
 *
 * @param whole all of it, to tell a repeat from another request
 */
public record JsonItems(List<JsonFields> items, JsonFields whole) {
  public JsonItems {
    items = List.copyOf(items);
  }
}
