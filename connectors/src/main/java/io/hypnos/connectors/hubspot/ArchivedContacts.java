package io.hypnos.connectors.hubspot;

import io.hypnos.connectors.hubspot.ContactApi.Contacts;
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

/** The contacts in the bin, listed once a day: no search shows them and no time orders them. */
final class ArchivedContacts implements Feed {
  private static final Duration EVERY = Duration.ofHours(24);
  private static final String AT = "at";
  private static final String AFTER = "after";

  private final ContactApi api;
  private final Clock clock;

  ArchivedContacts(ContactApi api, Clock clock) {
    this.api = api;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "archived";
  }

  @Override
  public Page read(Map<String, String> position) {
    Instant now = clock.instant();
    if (!position.containsKey(AT)) {
      // Nothing is stored yet that could be in the bin.
      return new Page(List.of(), Map.of(AT, now.toString()), false);
    }
    boolean running = position.containsKey(AFTER);
    if (!running && now.isBefore(Instant.parse(position.get(AT)).plus(EVERY))) {
      return new Page(List.of(), position, false);
    }
    Contacts page = api.list(Optional.ofNullable(position.get(AFTER)), true);
    List<Item> items =
        page.results().stream().map(contact -> Item.gone(contact.path("id").asString(""))).toList();
    Map<String, String> next = new HashMap<>();
    next.put(AT, page.more() ? position.get(AT) : now.toString());
    page.next().ifPresent(after -> next.put(AFTER, after));
    return new Page(items, next, page.more());
  }
}
