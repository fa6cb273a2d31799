package io.hypnos.connectors.slack;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.Parameters;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.sync.Setup;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Asks for the messages of one channel, and of one thread in it. */
final class SlackMessages {
  private static final int MOST_A_PAGE = 999;

  private final ProviderHttp http;
  private final String channel;
  private final String pageSize;

  SlackMessages(Setup setup, ProviderHttp http) {
    this.http = http;
    this.channel = setup.requiredConfig("channel_id");
    this.pageSize = setup.config("page_size").orElse("200");
    if (!pageSize.matches("[1-9][0-9]{0,2}")) {
      throw ProviderFailure.of(
          Kind.CONFIGURATION, "config.page_size is a number from 1 to " + MOST_A_PAGE);
    }
  }

  String channel() {
    return channel;
  }

  /** The newest first; a page with fewer messages than asked for is not the last for that. */
  JsonNode history(Optional<Instant> since, Optional<String> token) {
    return http.postForm(
        "/conversations.history",
        Parameters.none()
            .with("channel", channel)
            .with("limit", pageSize)
            .with("inclusive", "true")
            .with("oldest", since.map(SlackTime::stamp))
            .with("cursor", token)
            .list());
  }

  static Optional<String> next(JsonNode page) {
    boolean ended = page.path("has_more").isBoolean() && !Fields.flag(page, "has_more");
    return ended ? Optional.empty() : Fields.text(page, "response_metadata", "next_cursor");
  }

  /** Reads a thread, the oldest first, page by page; the head may come again on each. */
  void thread(String thread, Predicate<JsonNode> wanted, SlackThread into) {
    Optional<Instant> last = Optional.empty();
    Optional<String> cursor = Optional.empty();
    do {
      JsonNode page = replies(thread, cursor);
      for (JsonNode message : page.path("messages")) {
        Optional<Instant> at =
            Fields.text(message, "ts").filter(SlackTime::isStamp).map(SlackTime::of);
        Optional<Instant> before = last;
        boolean fresh =
            at.filter(time -> before.isEmpty() || time.isAfter(before.get())).isPresent();
        if (fresh) {
          last = at;
        }
        if (fresh && wanted.test(message)) {
          into.add(message);
        }
      }
      cursor = next(page);
    } while (cursor.isPresent() && !into.isFull());
  }

  private JsonNode replies(String thread, Optional<String> cursor) {
    return http.postForm(
        "/conversations.replies",
        Parameters.none()
            .with("channel", channel)
            .with("ts", thread)
            .with("limit", pageSize)
            .with("cursor", cursor)
            .list());
  }
}
