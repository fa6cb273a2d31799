package io.hypnos.connectors.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is gathered of a page until it is worth a trip. */
final class Load {
  private static final int MOST_AT_ONCE = 100;
  private static final int MOST_CHARACTERS = 2_000_000;

  private final Map<String, Item> items = new LinkedHashMap<>();
  private final Map<String, Optional<Document>> documents = new LinkedHashMap<>();
  private final List<Known> records = new ArrayList<>();
  private int characters;

  /** To be sent; empty: that it is gone. */
  void send(Item item, Optional<Document> document) {
    items.put(item.id(), item);
    documents.put(item.id(), document);
    characters += document.map(found -> found.text().length()).orElse(0);
  }

  /** Only to be remembered. */
  void remember(Known known) {
    records.add(known);
  }

  Item item(String id) {
    return items.get(id);
  }

  Map<String, Optional<Document>> documents() {
    return documents;
  }

  List<Known> records() {
    return List.copyOf(records);
  }

  boolean isEmpty() {
    return documents.isEmpty() && records.isEmpty();
  }

  boolean isFull() {
    return documents.size() >= MOST_AT_ONCE
        || characters >= MOST_CHARACTERS
        || records.size() >= 10 * MOST_AT_ONCE;
  }
}
