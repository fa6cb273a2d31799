package io.hypnos.connectors.slack;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.sync.Document;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One thread as it is read, message by message: only its text is held. */
final class SlackThread {
  private static final int MOST_CHARACTERS = 1_000_000;
  private static final int LONGEST_TITLE = 80;

  private final String channel;
  private final String ts;
  private final SlackText words;
  private final StringBuilder text = new StringBuilder();
  private Optional<String> author = Optional.empty();
  private Instant latest;

  SlackThread(String channel, String ts, SlackText words) {
    this.channel = channel;
    this.ts = ts;
    this.words = words;
    this.latest = SlackTime.of(ts);
  }

  /** What is left of a deleted message that was answered says nothing. */
  void add(JsonNode message) {
    String said = words.text(message);
    boolean deleted = Fields.text(message, "subtype").orElse("").equals("tombstone");
    if (said.isBlank() || deleted) {
      return;
    }
    String who = words.author(message);
    author = author.or(() -> Optional.of(who));
    text.append(who).append(": ").append(said).append('\n');
    latest(Fields.text(message, "ts"));
    latest(Fields.text(message, "edited", "ts"));
  }

  private void latest(Optional<String> stamp) {
    stamp
        .filter(SlackTime::isStamp)
        .map(SlackTime::of)
        .filter(time -> time.isAfter(latest))
        .ifPresent(time -> latest = time);
  }

  /** Whether more would be cut off anyway. */
  boolean isFull() {
    return text.length() - 1 > MOST_CHARACTERS;
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  Document document(Optional<String> url) {
    String whole = text.toString();
    return new Document(
        title(whole.lines().findFirst().orElse("")),
        whole,
        url,
        author,
        Optional.of(SlackTime.of(ts)),
        Optional.of(latest),
        Map.of("channel_id", channel, "thread_ts", ts));
  }

  private static String title(String line) {
    int length = Math.min(line.codePointCount(0, line.length()), LONGEST_TITLE);
    return line.substring(0, line.offsetByCodePoints(0, length));
  }
}
