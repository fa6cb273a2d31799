package io.hypnos.connectors.gmail;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.gmail.GmailApi.Ids;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Feed;
import io.hypnos.connectors.sync.Item;
import io.hypnos.connectors.sync.Page;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.Sweep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * The whole mailbox once, then its history. The place in the history is noted before the mailbox is
 * read, so nothing falls between the two; history that Gmail has forgotten means the mailbox again.
 * With a query the history tells what went, and what came is asked for by time, as only Gmail knows
 * what matches.
 */
final class GmailMessages implements Source {
  private static final Duration OVERLAP = Duration.ofDays(1);
  private static final String HISTORY = "history";
  private static final String WALKED = "walked";
  private static final String TOKEN = "token";
  private static final String SINCE = "since";
  private static final String BEGAN = "began";
  private static final int LARGEST_PAGE = 500;

  private final GmailApi api;
  private final Optional<String> query;
  private final MailText text;
  private final Clock clock;
  private final int pageSize;

  GmailMessages(Setup setup, GmailApi api) {
    this.api = api;
    this.clock = setup.line().clock();
    this.query = setup.config("query");
    this.text = new MailText(api, setup.files());
    this.pageSize = pageSize(setup);
  }

  private static int pageSize(Setup setup) {
    String size = setup.config("page_size").orElse("100");
    if (!size.matches("[0-9]{1,6}")) {
      throw ProviderFailure.of(Kind.CONFIGURATION, "config.page_size is not a number");
    }
    return Math.max(1, Math.min(LARGEST_PAGE, Integer.parseInt(size)));
  }

  /** Reads one mail, as some tokens may list mails and not read them. */
  @Override
  public void check() {
    for (String id : api.list(query, Optional.empty(), 1).ids()) {
      try {
        api.message(id);
      } catch (ProviderFailure e) {
        if (!e.is(Kind.NOT_FOUND)) {
          throw e;
        }
      }
    }
  }

  /** What matches is first, as it notes when the first walk began. */
  @Override
  public List<Feed> feeds() {
    Feed all =
        feed(
            "messages",
            position -> position.containsKey(WALKED) ? history(position) : walk(position));
    return query.isEmpty() ? List.of(all) : List.of(feed("matches", this::matches), all);
  }

  private static Feed feed(String name, Function<Map<String, String>, Page> reader) {
    return new Feed() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Page read(Map<String, String> position) {
        return reader.apply(position);
      }
    };
  }

  private Page matches(Map<String, String> position) {
    Optional<String> since = Optional.ofNullable(position.get(SINCE));
    if (since.isEmpty()) {
      api.list(query, Optional.empty(), 1); // To hear Gmail's own time.
      return new Page(List.of(), Map.of(SINCE, overlapped()), false);
    }
    Optional<String> window = query.map(own -> "(" + own + ") after:" + since.get());
    Optional<String> token = Optional.ofNullable(position.get(TOKEN));
    Ids page = listed(window, token);
    String began = Optional.ofNullable(position.get(BEGAN)).orElseGet(this::overlapped);
    Map<String, String> next =
        page.next()
            .map(more -> Map.of(SINCE, since.get(), BEGAN, began, TOKEN, more))
            .orElse(Map.of(SINCE, began));
    return new Page(items(page), next, page.next().isPresent());
  }

  /** Mails may be found a while after they came. */
  private String overlapped() {
    Instant now = api.vendorNow().orElseGet(clock::instant);
    return String.valueOf(now.minus(OVERLAP).getEpochSecond());
  }

  /** A page; the first one when the token is too old, as what is known is skipped. */
  private Ids listed(Optional<String> wanted, Optional<String> token) {
    try {
      return api.list(wanted, token, pageSize);
    } catch (ProviderFailure e) {
      if (token.isEmpty() || !e.is(Kind.EXPIRED_PAGE)) {
        throw e;
      }
      return api.list(wanted, Optional.empty(), pageSize);
    }
  }

  private Page walk(Map<String, String> position) {
    String start = Optional.ofNullable(position.get(HISTORY)).orElseGet(api::now);
    Ids page = listed(query, Optional.ofNullable(position.get(TOKEN)));
    Map<String, String> next = new HashMap<>();
    next.put(HISTORY, start);
    page.next().ifPresentOrElse(more -> next.put(TOKEN, more), () -> next.put(WALKED, "true"));
    return new Page(items(page), next, page.next().isPresent());
  }

  private static List<Item> items(Ids page) {
    return page.ids().stream().map(MailHistory::mail).toList();
  }

  private Page history(Map<String, String> position) {
    String start = position.get(HISTORY);
    Optional<String> token = Optional.ofNullable(position.get(TOKEN));
    JsonNode page;
    try {
      page = told(start, token);
    } catch (ProviderFailure e) {
      if (e.is(Kind.NOT_FOUND)) {
        return walk(Map.of());
      }
      throw e;
    }
    Optional<String> more = Fields.text(page, "nextPageToken");
    Map<String, String> next = new HashMap<>();
    next.put(WALKED, "true");
    more.ifPresent(found -> next.put(TOKEN, found));
    // The place moves only when all pages after it are safe.
    next.put(HISTORY, more.isPresent() ? start : Fields.text(page, "historyId").orElse(start));
    return new Page(MailHistory.items(page, query.isPresent()), next, more.isPresent());
  }

  private JsonNode told(String start, Optional<String> token) {
    try {
      return api.history(start, token, pageSize);
    } catch (ProviderFailure e) {
      if (token.isEmpty() || !e.is(Kind.EXPIRED_PAGE)) {
        throw e;
      }
      return api.history(start, Optional.empty(), pageSize);
    }
  }

  @Override
  public Optional<Document> fetch(Item item) {
    JsonNode message = api.message(item.id());
    return MailHistory.isHidden(message) ? Optional.empty() : Optional.of(text.of(message));
  }

  /** What history has not told of is told by the list of all ids. */
  @Override
  public Optional<Sweep> sweep() {
    return Optional.of(
        token -> {
          Ids page = api.list(query, token, LARGEST_PAGE);
          return new Sweep.Live(items(page), page.next(), true);
        });
  }
}
