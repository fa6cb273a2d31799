package io.hypnos.connectors.confluence;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.confluence.Wiki.Pages;
import io.hypnos.connectors.sync.Feed;
import io.hypnos.connectors.sync.Item;
import io.hypnos.connectors.sync.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is in the trash. A page need not be new to come there, so no mark can bound it: each run
 * reads the first part of the list, and once a day all of it.
 */
final class TrashFeed implements Feed {
  private static final Duration ALL_AFTER = Duration.ofHours(24);
  private static final String WALKED = "walked";
  private static final String TOKEN = "token";

  private final Wiki wiki;
  private final Clock clock;
  private boolean begunAgain;

  TrashFeed(Wiki wiki, Clock clock) {
    this.wiki = wiki;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "trash";
  }

  @Override
  public Page read(Map<String, String> position) {
    Optional<String> token = Optional.ofNullable(position.get(TOKEN));
    Optional<Instant> walked = Optional.ofNullable(position.get(WALKED)).map(Instant::parse);
    Pages pages = pages(token);
    boolean all =
        token.isPresent()
            || walked.isEmpty()
            || !clock.instant().isBefore(walked.get().plus(ALL_AFTER));
    List<Item> gone =
        pages.pages().stream()
            .filter(page -> !page.alive())
            .map(page -> Item.gone(page.id()))
            .toList();
    Map<String, String> next = new HashMap<>(position);
    next.remove(TOKEN);
    if (all && pages.next().isPresent()) {
      next.put(TOKEN, pages.next().get());
      return new Page(gone, next, true);
    }
    if (all) {
      next.put(WALKED, clock.instant().toString());
    }
    return new Page(gone, next, false);
  }

  private Pages pages(Optional<String> token) {
    try {
      Pages pages = wiki.trash(token).orElse(new Pages(List.of(), Optional.empty()));
      begunAgain = begunAgain && token.isEmpty();
      return pages;
    } catch (ProviderFailure e) {
      if (token.isEmpty() || !e.is(Kind.EXPIRED_PAGE) || begunAgain) {
        throw e;
      }
      begunAgain = true;
      return wiki.trash(Optional.empty()).orElse(new Pages(List.of(), Optional.empty()));
    }
  }
}
