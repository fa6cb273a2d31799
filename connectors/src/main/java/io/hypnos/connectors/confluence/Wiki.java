package io.hypnos.connectors.confluence;

import io.hypnos.connectors.sync.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a wiki is asked. */
interface Wiki {
  /** How exact its times are as bounds: so far below a mark is read again. */
  Duration overlap();

  /** Fails when the credentials or the space are not good. */
  void check();

  /**
   * Pages, the one changed last first.
   *
   * @param since a bound that need not be kept
   * @param bodies whether each comes with what it says
   */
  Pages changed(Optional<Instant> since, Optional<String> token, boolean bodies);

  /** Pages that live, without what they say, in an order that no change disturbs. */
  Pages alive(Optional<String> token);

  /** Pages in the trash, the one changed last first; empty when the wiki cannot tell. */
  Optional<Pages> trash(Optional<String> token);

  Page one(String id);

  /**
   * A page.
   *
   * @param revision tells its versions apart
   * @param document empty when it came without
   */
  record Page(
      String id, boolean alive, Instant changed, String revision, Optional<Document> document) {}

  /** Pages and where they go on. */
  record Pages(List<Page> pages, Optional<String> next) {
    public Pages {
      pages = List.copyOf(pages);
    }
  }
}
