package io.hypnos.api.web;

import java.util.List;

/** A body that is a list of objects; each is checked for itself. */
public record JsonItems(List<JsonFields> items) {
  public JsonItems {
    items = List.copyOf(items);
  }
}
