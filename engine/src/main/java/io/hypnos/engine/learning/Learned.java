package io.hypnos.engine.learning;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of a text.
 *
 * @param facts how many were found in it; 0 when the text itself was stored
 * @param skipped why nothing was looked for
 */
public record Learned(int facts, List<Item> items, Optional<String> skipped) {
  public Learned {
    items = List.copyOf(items);
  }

  /**
   * A memory that the text led to.
   *
   * @param type fact, preference or episode; absent for a text as it was told
   * @param relation to what was known: updates, extends or none
   */
  public record Item(UUID id, String text, Optional<String> type, String relation) {
    Map<String, Object> asMap() {
      Map<String, Object> map = new HashMap<>();
      map.put("id", id.toString());
      map.put("type", type.orElse(null));
      map.put("relation", relation);
      return map;
    }
  }

  Map<String, Object> asMap() {
    Map<String, Object> map = new HashMap<>();
    map.put("facts", facts);
    map.put("memories", items.stream().map(Item::asMap).toList());
    skipped.ifPresent(reason -> map.put("skipped", reason));
    return map;
  }
}
