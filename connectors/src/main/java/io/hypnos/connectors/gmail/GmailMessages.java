package io.hypnos.connectors.gmail;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.Parameters;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Feed;
import io.hypnos.connectors.sync.FileReader;
import io.hypnos.connectors.sync.Item;
import io.hypnos.connectors.sync.Page;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.Sweep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * The whole mailbox once, then its history. The place in the history is noted before the mailbox is
 * read, so nothing falls between the two; history that Gmail has forgotten means the mailbox again.
 */
final class GmailMessages implements Source {
  private static final Set<String> HIDDEN = Set.of("TRASH", "SPAM", "DRAFT");
  private static final Duration OVERLAP = Duration.ofDays(1);
  private static final String HISTORY = "history";
  private static final String TOKEN = "token";

  private final ProviderHttp http;
  private final Optional<String> query;
  private final MailText text;
  private final Clock clock;

  GmailMessages(ProviderHttp http, Optional<String> query, FileReader files, Clock clock) {
    this.http = http;
    this.clock = clock;
    this.query = query;
    this.text = new MailText(http, files);
  }

  @Override
  public void check() {
    list(Optional.empty(), "1");
  }

  @Override
  public List<Feed> feeds() {
    Feed all =
        feed(
            "messages",
            position -> position.containsKey("walked") ? history(position) : walk(position));
    return query.isEmpty() ? List.of(all) : List.of(all, feed("matches", this::matches));
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

  /** What came lately and matches the query; only Gmail can say what matches. */
  private Page matches(Map<String, String> position) {
    Optional<String> since = Optional.ofNullable(position.get("since"));
    Optional<String> token = Optional.ofNullable(position.get(TOKEN));
    Optional<String> window = since.map(seconds -> query.orElseThrow() + " after:" + seconds);
    JsonNode page = since.isEmpty() ? list(token, "1") : list(window, token, "100");
    String began =
        position.getOrDefault("began", String.valueOf(now().minus(OVERLAP).getEpochSecond()));
    Optional<String> more = since.isEmpty() ? Optional.empty() : Fields.text(page, "nextPageToken");
    Map<String, String> next =
        more.isPresent()
            ? Map.of("since", since.orElseThrow(), "began", began, TOKEN, more.get())
            : Map.of("since", began);
    return new Page(items(page), next, more.isPresent());
  }

  private Instant now() {
    return http.vendorNow().orElseGet(clock::instant);
  }

  private JsonNode list(Optional<String> token, String size) {
    return list(query, token, size);
  }

  private JsonNode list(Optional<String> wanted, Optional<String> token, String size) {
    return http.get(
        "/users/me/messages",
        Parameters.none()
            .with("maxResults", size)
            .with("q", wanted)
            .with("pageToken", token)
            .list());
  }

  private Page walk(Map<String, String> position) {
    String start =
        Optional.ofNullable(position.get(HISTORY))
            .orElseGet(
                () -> http.get("/users/me/profile", List.of()).path("historyId").asString(""));
    Optional<String> token = Optional.ofNullable(position.get(TOKEN));
    JsonNode page;
    try {
      page = list(token, "100");
    } catch (ProviderFailure e) {
      if (token.isEmpty() || !e.is(Kind.CONFIGURATION)) {
        throw e;
      }
      page = list(Optional.empty(), "100"); // The token is too old; what is known is skipped.
    }
    Map<String, String> next = new HashMap<>();
    next.put(HISTORY, start);
    Optional<String> more = Fields.text(page, "nextPageToken");
    more.ifPresentOrElse(found -> next.put(TOKEN, found), () -> next.put("walked", "true"));
    return new Page(items(page), next, more.isPresent());
  }

  /** Mails do not change: their id is their version. */
  private static List<Item> items(JsonNode page) {
    List<Item> items = new ArrayList<>();
    page.path("messages")
        .forEach(
            message -> items.add(Item.listed(message.path("id").asString(""), "sent", Map.of())));
    return items;
  }

  private Page history(Map<String, String> position) {
    JsonNode page;
    try {
      page =
          http.get(
              "/users/me/history",
              Parameters.none()
                  .with("startHistoryId", position.get(HISTORY))
                  .with("maxResults", "200")
                  .with("pageToken", Optional.ofNullable(position.get(TOKEN)))
                  .list());
    } catch (ProviderFailure e) {
      if (e.is(Kind.NOT_FOUND) || (e.is(Kind.CONFIGURATION) && position.containsKey(TOKEN))) {
        return new Page(List.of(), Map.of(), true);
      }
      throw e;
    }
    Map<String, Item> changes = new HashMap<>();
    for (JsonNode entry : page.path("history")) {
      note(entry.path("messagesAdded"), changes, false);
      note(entry.path("messagesDeleted"), changes, true);
      note(entry.path("labelsAdded"), changes, false);
      note(entry.path("labelsRemoved"), changes, false);
    }
    Map<String, String> next = new HashMap<>();
    next.put("walked", "true");
    Optional<String> more = Fields.text(page, "nextPageToken");
    next.put(
        HISTORY,
        more.isPresent()
            ? position.get(HISTORY)
            : Fields.text(page, "historyId").orElse(position.get(HISTORY)));
    more.ifPresent(found -> next.put(TOKEN, found));
    return new Page(List.copyOf(changes.values()), next, more.isPresent());
  }

  private void note(JsonNode entries, Map<String, Item> changes, boolean deleted) {
    for (JsonNode entry : entries) {
      String id = entry.path("message").path("id").asString("");
      boolean gone = deleted || isHidden(entry.path("message")) || isHidden(entry);
      if (gone) {
        changes.put(id, Item.gone(id));
      } else if (query.isEmpty()) {
        changes.put(id, Item.listed(id, "sent", Map.of()));
      }
    }
  }

  private static boolean isHidden(JsonNode labelled) {
    for (JsonNode label : labelled.path("labelIds")) {
      if (HIDDEN.contains(label.asString(""))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Optional<Document> fetch(Item item) {
    JsonNode message =
        http.get(
            "/users/me/messages/" + item.id(), Parameters.none().with("format", "full").list());
    if (isHidden(message)) {
      return Optional.empty();
    }
    JsonNode payload = message.path("payload");
    String subject = MailText.header(payload, "Subject").orElse("(no subject)");
    Optional<String> from = MailText.header(payload, "From");
    String head = "Subject: " + subject + from.map(name -> "\nFrom: " + name).orElse("");
    Map<String, Object> metadata = new HashMap<>();
    Fields.text(message, "threadId").ifPresent(thread -> metadata.put("thread_id", thread));
    MailText.header(payload, "To").ifPresent(to -> metadata.put("to", to));
    Optional<Instant> at =
        Fields.text(message, "internalDate")
            .map(text -> Instant.ofEpochMilli(Long.parseLong(text)));
    return Optional.of(
        new Document(
            subject,
            head + "\n\n" + text.of(item.id(), payload),
            Optional.empty(),
            from,
            at,
            at,
            metadata));
  }

  /** Without a query, what history cannot tell of is told by the list of all ids. */
  @Override
  public Optional<Sweep> sweep() {
    return Optional.of(
        token -> {
          JsonNode page = list(token, "500");
          return new Sweep.Live(items(page), Fields.text(page, "nextPageToken"), true);
        });
  }
}
