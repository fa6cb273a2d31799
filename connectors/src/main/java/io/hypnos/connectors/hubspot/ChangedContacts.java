package io.hypnos.connectors.hubspot;

import io.hypnos.connectors.hubspot.ContactApi.Contacts;
import io.hypnos.connectors.sync.Feed;
import io.hypnos.connectors.sync.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Contacts that changed, by their id within a window of time. A search gives 10,000 results at
 * most, and more contacts than that can carry one and the same time, so neither offsets nor times
 * lead through them; ids do. The window is closed at the start of the walk: what changes behind its
 * back is above it and belongs to the next one.
 */
final class ChangedContacts implements Feed {
  private static final Duration OVERLAP = Duration.ofMinutes(5);

  /** The provider tells its clock in whole seconds. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final String MARK = "mark";
  private static final String BEGAN = "began";
  private static final String AFTER = "after";
  private static final String FROM = "from";
  private static final String TO = "to";
  private static final String NEWEST = "newest";
  private static final String LAST = "last";

  private final ContactApi api;
  private final Clock clock;

  ChangedContacts(ContactApi api, Clock clock) {
    this.api = api;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "contacts";
  }

  @Override
  public Page read(Map<String, String> position) {
    return position.containsKey(MARK) ? changed(position) : first(position);
  }

  /** The plain list has no bound; what changes while it is read is seen by the search after it. */
  private Page first(Map<String, String> position) {
    Contacts page = api.list(Optional.ofNullable(position.get(AFTER)), false);
    String began = Optional.ofNullable(position.get(BEGAN)).orElseGet(() -> now().toString());
    Map<String, String> next =
        page.next()
            .map(after -> Map.of(BEGAN, began, AFTER, after))
            .orElseGet(() -> Map.of(MARK, began));
    boolean resumed = Instant.parse(began).isBefore(now());
    return new Page(ContactText.items(page.results()), next, page.more() || resumed);
  }

  /** When this run began, by the provider's clock; known once it has answered. */
  private Instant now() {
    return api.vendorNow().orElseGet(clock::instant);
  }

  private Page changed(Map<String, String> position) {
    Instant mark = Instant.parse(position.get(MARK));
    Instant from = time(position, FROM).orElseGet(() -> mark.minus(OVERLAP));
    Contacts page = api.search(from, time(position, TO), position.getOrDefault(LAST, "0"));
    Instant to = time(position, TO).orElseGet(() -> now().plus(TICK));
    Instant newest = newest(page.results(), to, time(position, NEWEST).orElse(mark));
    if (!page.more()) {
      // A walk that an earlier run began has ended: what changed since then comes now.
      boolean resumed = to.isBefore(now());
      return new Page(ContactText.items(page.results()), Map.of(MARK, newest.toString()), resumed);
    }
    Map<String, String> next = new HashMap<>();
    next.put(MARK, mark.toString());
    next.put(FROM, from.toString());
    next.put(TO, to.toString());
    next.put(NEWEST, newest.toString());
    JsonNode last = page.results().get(page.results().size() - 1);
    next.put(LAST, last.path("id").asString(""));
    return new Page(ContactText.items(page.results()), next, true);
  }

  private static Optional<Instant> time(Map<String, String> position, String name) {
    return Optional.ofNullable(position.get(name)).map(Instant::parse);
  }

  /**
   * The newest change that was seen is the next mark, not the clock: the index of the search may
   * lag behind it. A contact dated in the future counts as of now.
   */
  private static Instant newest(List<JsonNode> contacts, Instant to, Instant before) {
    Instant newest = before;
    for (JsonNode contact : contacts) {
      Instant modified = ContactText.modified(contact);
      Instant at = modified.isAfter(to) ? to : modified;
      newest = at.isAfter(newest) ? at : newest;
    }
    return newest;
  }
}
