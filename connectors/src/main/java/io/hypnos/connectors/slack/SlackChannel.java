package io.hypnos.connectors.slack;

import io.hypnos.connectors.call.Fields;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The threads of one channel. Neither an edit nor a reply brings an old message back into a window
 * of time, so each run looks at the heads of the last days again and reads the threads that
 * changed; the sweep looks at all heads.
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
  private final SlackMessages messages;
  private final SlackText words;
  private final Duration lookBack;
  private final boolean bots;

  /** Messages without replies of the page listed last: there is nothing more to ask for. */
  private final Map<String, JsonNode> alone = new HashMap<>();

  private Optional<String> home = Optional.empty();

  SlackChannel(Setup setup, ProviderHttp http) {
    this.http = http;
    this.messages = new SlackMessages(setup, http);
    this.words = new SlackText(http);
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
    messages.history(Optional.empty(), Optional.empty());
  }

  @Override
  public List<Feed> feeds() {
    return List.of(new NewestFirst("history", lookBack, this::history, http::vendorNow));
  }

  private Listed history(Optional<Instant> since, Optional<String> token) {
    JsonNode page = messages.history(since, token);
    alone.clear();
    List<Dated> items = new ArrayList<>();
    for (JsonNode message : page.path("messages")) {
      Fields.text(message, "ts")
          .filter(SlackTime::isStamp)
          .ifPresent(
              ts ->
                  item(message, ts, since)
                      .ifPresent(item -> items.add(new Dated(item, SlackTime.of(ts)))));
    }
    return new Listed(items, SlackMessages.next(page));
  }

  /**
   * What a message in the channel tells of its thread. A copy of a reply tells of it only where its
   * head is too old to be listed.
   */
  private Optional<Item> item(JsonNode message, String ts, Optional<Instant> since) {
    String thread = Fields.text(message, "thread_ts").filter(SlackTime::isStamp).orElse(ts);
    Map<String, String> locator = Map.of("ts", thread);
    if (!thread.equals(ts)) {
      boolean headIsListed = since.isEmpty() || !SlackTime.of(thread).isBefore(since.get());
      String revision = "copy/" + ts + "/" + Fields.text(message, "edited", "ts").orElse("");
      return headIsListed
          ? Optional.empty()
          : Optional.of(Item.listed(id(thread), revision, locator));
    }
    if (!isAnswered(message)) {
      if (!isKept(message)) {
        return Optional.of(Item.gone(id(thread)));
      }
      alone.put(ts, message);
    }
    return Optional.of(Item.listed(id(thread), revision(message, ts), locator));
  }

  private String revision(JsonNode head, String ts) {
    return String.join(
        "/",
        Fields.text(head, "edited", "ts").orElse(""),
        Fields.text(head, "reply_count").orElse("0"),
        Fields.text(head, "latest_reply").orElse(""),
        Fields.text(head, "subtype").orElse(""),
        Integer.toHexString(words.plain(head).hashCode()),
        age(head, ts));
  }

  /**
   * The edit of a reply leaves no trace at the head. So threads with replies of the last days are
   * read again each day, at the time of the day when they began: that spreads the calls.
   */
  private String age(JsonNode head, String ts) {
    Optional<Instant> latest =
        Fields.text(head, "latest_reply").filter(SlackTime::isStamp).map(SlackTime::of);
    return http.vendorNow()
        .filter(now -> latest.filter(time -> time.isAfter(now.minus(lookBack))).isPresent())
        .map(now -> String.valueOf(Duration.between(SlackTime.of(ts), now).toDays()))
        .orElse("");
  }

  private String id(String thread) {
    return messages.channel() + ":" + thread;
  }

  private static boolean isAnswered(JsonNode head) {
    return !Fields.text(head, "reply_count").orElse("0").equals("0");
  }

  private boolean isKept(JsonNode message) {
    String subtype = Fields.text(message, "subtype").orElse("");
    boolean bot = subtype.equals("bot_message") || message.hasNonNull("bot_id");
    return !EVENTS.contains(subtype) && (bots || !bot);
  }

  @Override
  public Optional<Document> fetch(Item item) {
    String thread = item.locator().getOrDefault("ts", "");
    SlackThread read = new SlackThread(messages.channel(), thread, words);
    JsonNode single = alone.get(thread);
    if (single != null) {
      read.add(single);
    } else {
      read = whole(thread, read);
    }
    return read.isEmpty() ? Optional.empty() : Optional.of(read.document(link(thread)));
  }

  /** A place in the thread that is not accepted any more: it is read from the start, once. */
  private SlackThread whole(String thread, SlackThread first) {
    try {
      messages.thread(thread, this::isKept, first);
      return first;
    } catch (ProviderFailure e) {
      if (!e.is(Kind.EXPIRED_PAGE)) {
        throw e;
      }
    }
    SlackThread again = new SlackThread(messages.channel(), thread, words);
    try {
      messages.thread(thread, this::isKept, again);
      return again;
    } catch (ProviderFailure e) {
      throw e.is(Kind.EXPIRED_PAGE) ? ProviderFailure.of(Kind.RECORD, e.getMessage(), e) : e;
    }
  }

  private Optional<String> link(String thread) {
    if (home.isEmpty()) {
      home = Optional.of(Fields.text(http.postForm("/auth.test", List.of()), "url").orElse(""));
    }
    return home.filter(url -> !url.isEmpty())
        .map(url -> url.endsWith("/") ? url : url + "/")
        .map(url -> url + "archives/" + messages.channel() + "/p" + thread.replace(".", ""));
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
}
