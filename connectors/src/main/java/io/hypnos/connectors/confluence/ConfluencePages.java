package io.hypnos.connectors.confluence;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.confluence.Wiki.Page;
import io.hypnos.connectors.confluence.Wiki.Pages;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Feed;
import io.hypnos.connectors.sync.Item;
import io.hypnos.connectors.sync.NewestFirst;
import io.hypnos.connectors.sync.NewestFirst.Dated;
import io.hypnos.connectors.sync.NewestFirst.Listed;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.Sweep;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Pages, the one changed last first, and what went to the trash. */
final class ConfluencePages implements Source {
  private final Wiki wiki;
  private final Supplier<Optional<Instant>> vendorNow;
  private final Clock clock;

  ConfluencePages(Wiki wiki, Supplier<Optional<Instant>> vendorNow, Clock clock) {
    this.wiki = wiki;
    this.vendorNow = vendorNow;
    this.clock = clock;
  }

  @Override
  public void check() {
    wiki.check();
  }

  @Override
  public List<Feed> feeds() {
    return List.of(
        new NewestFirst("pages", wiki.overlap(), this::list, vendorNow),
        new TrashFeed(wiki, clock));
  }

  /** The list is over where the pages are older than asked, also when it goes on. */
  private Listed list(Optional<Instant> since, Optional<String> token) {
    Pages pages = changed(since, token);
    List<Dated> items =
        pages.pages().stream().map(page -> new Dated(item(page), page.changed())).toList();
    boolean older =
        !items.isEmpty()
            && since.filter(time -> items.get(items.size() - 1).at().isBefore(time)).isPresent();
    return new Listed(items, older ? Optional.empty() : pages.next());
  }

  /** Pages that are too large together are read one by one. */
  private Pages changed(Optional<Instant> since, Optional<String> token) {
    try {
      return wiki.changed(since, token, true);
    } catch (ProviderFailure e) {
      if (e.is(Kind.RECORD)) {
        return wiki.changed(since, token, false);
      }
      throw e;
    }
  }

  private static Item item(Page page) {
    if (!page.alive()) {
      return Item.gone(page.id());
    }
    return page.document()
        .map(document -> Item.whole(page.id(), document))
        .orElseGet(() -> Item.listed(page.id(), page.revision(), Map.of()));
  }

  @Override
  public Optional<Document> fetch(Item item) {
    return wiki.one(item.id()).document();
  }

  @Override
  public Optional<Sweep> sweep() {
    return Optional.of(
        token -> {
          Pages pages = wiki.alive(token);
          return new Sweep.Live(
              pages.pages().stream()
                  .filter(Page::alive)
                  .map(page -> Item.listed(page.id(), "", Map.of()))
                  .toList(),
              pages.next(),
              true);
        });
  }
}
