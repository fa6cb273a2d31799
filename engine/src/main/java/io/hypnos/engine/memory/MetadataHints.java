package io.hypnos.engine.memory;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writers that know no better field say in the metadata which conversation a memory belongs to, who
 * speaks and when it happened. What is said in the memory's own fields wins.
 */
final class MetadataHints {
  private static final List<String> STREAM =
      List.of(
          "stream",
          "stream_id",
          "session",
          "session_id",
          "conversation",
          "conversation_id",
          "thread",
          "thread_id",
          "thread_ts",
          "chat_id",
          "channel_id");

  private static final List<String> SPEAKER =
      List.of("speaker", "author", "sender", "user_name", "username", "role");

  private static final List<String> EVENT_TIME =
      List.of(
          "event_time",
          "occurred_at",
          "event_date",
          "session_date_time",
          "session_time",
          "session_date",
          "datetime",
          "timestamp",
          "date",
          "time");

  private static final int LONGEST_STREAM = 512;
  private static final int LONGEST_SPEAKER = 256;

  /** Numbers from here on are milliseconds, below they are seconds. */
  private static final double FIRST_MILLIS = 1e11;

  private static final double LAST_MILLIS = 4e12;

  /** What the record and the index both can hold. */
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

  private MetadataHints() {}

  static NewMemory applied(NewMemory memory) {
    Place place = memory.place();
    Place told =
        new Place(
            place.containerTag(),
            place.stream().or(() -> text(memory.metadata(), STREAM, LONGEST_STREAM)),
            place.ordinal(),
            place.speaker().or(() -> text(memory.metadata(), SPEAKER, LONGEST_SPEAKER)),
            place.agent(),
            place.organization());
    return memory.with(told, memory.validFrom().or(() -> eventTime(memory.metadata())));
  }

  private static Optional<String> text(
      Map<String, Object> metadata, List<String> keys, int longest) {
    for (String key : keys) {
      Object value = metadata.get(key);
      boolean isPlain = value instanceof String || value instanceof Number;
      if (isPlain && !String.valueOf(value).isBlank()) {
        String text = String.valueOf(value).strip();
        if (text.length() <= longest) {
          return Optional.of(text);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> eventTime(Map<String, Object> metadata) {
    for (String key : EVENT_TIME) {
      Object value = metadata.get(key);
      Optional<Instant> time = Optional.empty();
      if (value instanceof Number number) {
        time = ofEpoch(number.doubleValue());
      } else if (value instanceof String text) {
        time = parsed(text.strip());
      }
      if (time.isPresent()) {
        return time;
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> ofEpoch(double number) {
    if (!(number > 0) || number > LAST_MILLIS) {
      return Optional.empty();
    }
    return Optional.of(
        number >= FIRST_MILLIS
            ? Instant.ofEpochMilli((long) number)
            : Instant.ofEpochMilli((long) (number * 1000)));
  }

  private static Optional<Instant> parsed(String text) {
    return attempt(() -> OffsetDateTime.parse(text).toInstant())
        .or(() -> attempt(() -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)))
        .or(() -> attempt(() -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)))
        .or(() -> SpokenTime.parse(text))
        .filter(time -> !time.isBefore(FIRST) && time.isBefore(END));
  }

  private static Optional<Instant> attempt(java.util.function.Supplier<Instant> parse) {
    try {
      return Optional.of(parse.get());
    } catch (DateTimeException e) {
      return Optional.empty(); // Another spelling may fit.
    }
  }
}
