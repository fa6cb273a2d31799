package io.hypnos.connectors.sync;

import java.util.List;
import java.util.Optional;

/** Lists what lives, cheaply, so that what vanished without a word is noticed. */
@FunctionalInterface
public interface Sweep {
  /**
   * A page of what lives.
   *
   * @param token the {@code next} of the page before
   */
  Live read(Optional<String> token);

  /**
   * What to make of a record that the sweep did not list. A source whose lists have holes looks
   * again; elsewhere it is gone.
   */
  default Item unlisted(String id) {
    return Item.gone(id);
  }

  /**
   * What lives.
   *
   * @param complete false when the source says that it left something out
   */
  record Live(List<Item> items, Optional<String> next, boolean complete) {
    public Live {
      items = List.copyOf(items);
    }
  }
}
