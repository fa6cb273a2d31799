package io.hypnos.connectors.slack;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.Parameters;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Feed;
import io.hypnos.connectors.sync.Item;
import io.hypnos.connectors.sync.NewestFirst;
import io.hypnos.connectors.sync.NewestFirst.Dated;
import io.hypnos.connectors.sync.NewestFirst.Listed;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The threads of one channel. Neither an edit nor a reply brings an old message back into a window
 * of time, so each run looks at the heads of the last days again and reads the threads that
 * changed.
 */
final class SlackChannel implements Source {
  private static final Set<String> EVENTS =
      Set.of(
          "channel_join",
          "channel_leave",
          "channel_topic",
          "channel_purpose",
          "channel_name",
          "channel_archive",
          "channel_unarchive",
          "group_join",
          "group_leave",
          "group_topic",
          "group_purpose",
          "group_name",
          "group_archive",
          "group_unarchive",
          "pinned_item",
          "unpinned_item",
          "channel_posting_permissions",
          "ekm_access_denied");

  private final ProviderHttp http;
  private final SlackText words;
  private final String channel;
  private final String pageSize;
  private final Duration lookBack;
  private final boolean bots;

  SlackChannel(Setup setup, ProviderHttp http) {
    this.http = http;
    this.words = new SlackText(http);
    this.channel = setup.requiredConfig("channel_id");
    this.pageSize = setup.config("page_size").orElse("200");
    this.lookBack = Duration.ofDays(days(setup.config("lookback_days").orElse("14")));
    this.bots = !setup.config("include_bots").orElse("true").equals("false");
  }

  private static long days(String text) {
    if (!text.matches("[0-9]{1,4}")) {
      throw ProviderFailure.of(Kind.CONFIGURATION, "config.lookback_days is a number of days");
    }
    return Long.parseLong(text);
  }

  @Override
  public void check() {
    http.postForm("/auth.test", List.of());
    http.postForm(
        "/conversations.history",
        Parameters.none().with("channel", channel).with("limit", "1").list());
  }

  @Override
  public List<Feed> feeds() {
    return List.of(new NewestFirst("history", lookBack, this::history, http::vendorNow));
  }

  private Listed history(Optional<Instant> since, Optional<String> token) {
    JsonNode page =
        http.postForm(
            "/conversations.history",
            Parameters.none()
                .with("channel", channel)
                .with("limit", pageSize)
                .with("inclusive", "true")
                .with("oldest", since.map(SlackChannel::stamp))
                .with("cursor", token)
                .list());
    List<Dated> items = new ArrayList<>();
    for (JsonNode message : page.path("messages")) {
      Optional<String> ts = Fields.text(message, "ts");
      if (ts.isPresent()) {
        items.add(new Dated(item(message, ts.get()), time(ts.get())));
      }
    }
    return new Listed(items, next(page));
  }

  private static Optional<String> next(JsonNode page) {
    boolean ended = page.path("has_more").isBoolean() && !Fields.flag(page, "has_more");
    return ended ? Optional.empty() : Fields.text(page, "response_metadata", "next_cursor");
  }

  /** A copy of a reply in the channel stands for its thread. */
  private Item item(JsonNode message, String ts) {
    String thread = Fields.text(message, "thread_ts").orElse(ts);
    boolean head = thread.equals(ts);
    String revision =
        head
            ? String.join(
                "/",
                Fields.text(message, "edited", "ts").orElse(""),
                Fields.text(message, "reply_count").orElse("0"),
                Fields.text(message, "latest_reply").orElse(""),
                Fields.text(message, "subtype").orElse(""),
                Integer.toHexString(words.plain(message).hashCode()))
            : "";
    if (head && !isKept(message)) {
      return new Item(id(thread), "", true, Optional.empty(), Map.of());
    }
    boolean alone = head && Fields.text(message, "reply_count").orElse("0").equals("0");
    Optional<Document> document =
        alone ? Optional.of(document(thread, List.of(message))) : Optional.empty();
    return new Item(id(thread), revision, false, document, Map.of("ts", thread));
  }

  private String id(String thread) {
    return channel + ":" + thread;
  }

  private boolean isKept(JsonNode message) {
    String subtype = Fields.text(message, "subtype").orElse("");
    boolean bot = subtype.equals("bot_message") || message.hasNonNull("bot_id");
    return !EVENTS.contains(subtype) && (bots || !bot);
  }

  /** A thread, page by page; the head may come again on each. */
  @Override
  public Optional<Document> fetch(Item item) {
    String thread = item.locator().get("ts");
    List<JsonNode> messages = new ArrayList<>();
    String last = "";
    Optional<String> cursor = Optional.empty();
    do {
      JsonNode page =
          http.postForm(
              "/conversations.replies",
              Parameters.none()
                  .with("channel", channel)
                  .with("ts", thread)
                  .with("limit", pageSize)
                  .with("cursor", cursor)
                  .list());
      for (JsonNode message : page.path("messages")) {
        String ts = Fields.text(message, "ts").orElse("");
        boolean fresh = last.isEmpty() || later(ts, last);
        if (fresh && isKept(message)) {
          messages.add(message);
        }
        last = fresh ? ts : last;
      }
      cursor = next(page);
    } while (cursor.isPresent());
    return messages.isEmpty() ? Optional.empty() : Optional.of(document(thread, messages));
  }

  private Document document(String thread, List<JsonNode> messages) {
    StringBuilder text = new StringBuilder();
    for (JsonNode message : messages) {
      String said = words.text(message);
      boolean tombstone = Fields.text(message, "subtype").orElse("").equals("tombstone");
      if (!said.isBlank() && !tombstone) {
        text.append(words.author(message)).append(": ").append(said).append('\n');
      }
    }
    String whole = text.toString().strip();
    String first = whole.lines().findFirst().orElse("");
    return new Document(
        first.substring(0, Math.min(first.length(), 80)),
        whole,
        Optional.empty(),
        Optional.of(words.author(messages.get(0))),
        Optional.of(time(thread)),
        Optional.of(time(thread)),
        Map.of("channel_id", channel, "thread_ts", thread));
  }

  /** All heads that the channel still has. */
  @Override
  public Optional<Sweep> sweep() {
    return Optional.of(
        token -> {
          Listed listed = history(Optional.empty(), token);
          List<Item> alive =
              listed.items().stream().map(Dated::item).filter(item -> !item.deleted()).toList();
          return new Sweep.Live(alive, listed.next(), true);
        });
  }

  /** Seconds and micros, exactly. */
  static Instant time(String ts) {
    int dot = ts.indexOf('.');
    long seconds = Long.parseLong(dot < 0 ? ts : ts.substring(0, dot));
    String micros = dot < 0 ? "0" : (ts.substring(dot + 1) + "000000").substring(0, 6);
    return Instant.ofEpochSecond(seconds, Long.parseLong(micros) * 1_000);
  }

  private static String stamp(Instant time) {
    return "%d.%06d".formatted(time.getEpochSecond(), time.getNano() / 1_000);
  }

  private static boolean later(String ts, String other) {
    return !ts.isEmpty() && time(ts).isAfter(time(other));
  }
}
