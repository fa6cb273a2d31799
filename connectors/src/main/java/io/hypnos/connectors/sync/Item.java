package io.hypnos.connectors.sync;

import java.util.Map;
import java.util.Optional;

/**
 * A record as a list of the provider tells it.
 *
 * @param id its stable name at the source
 * @param revision tells versions apart; empty when the list cannot tell, then the record is read
 *     and its words are compared
 * @param document what it says, when the list has it already
 * @param locator what {@link Source#fetch} needs to find it again
 */
public record Item(
    String id,
    String revision,
    boolean deleted,
    Optional<Document> document,
    Map<String, String> locator) {

  public Item {
    locator = Map.copyOf(locator);
  }

  /** One that must be fetched. */
  public static Item listed(String id, String revision, Map<String, String> locator) {
    return new Item(id, revision, false, Optional.empty(), locator);
  }

  /** One that the list has whole. */
  public static Item whole(String id, Document document) {
    return new Item(id, "", false, Optional.of(document), Map.of());
  }

  /** One that the source says is gone. */
  public static Item gone(String id) {
    return new Item(id, "", true, Optional.empty(), Map.of());
  }
}
