package io.hypnos.connectors.call;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** What a provider answered, for one thread. */
public final class Reply {
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private Optional<JsonNode> json = Optional.empty();

  public Reply(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  public int status() {
    return status;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public byte[] body() {
    return body;
  }

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The answer as JSON, which is parsed once; a missing node when it is none. */
  public JsonNode json() {
    if (json.isEmpty()) {
      json = Optional.of(parsed());
    }
    return json.get();
  }

  private JsonNode parsed() {
    try {
      return body.length == 0 ? MissingNode.getInstance() : JsonMapper.shared().readTree(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  /** How long {@code Retry-After} asks to wait: seconds, or a date. */
  public Optional<Duration> retryAfter(Clock clock) {
    return Optional.ofNullable(headers.get("retry-after"))
        .flatMap(text -> waitOf(text.strip(), clock))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }

  private static Optional<Duration> waitOf(String text, Clock clock) {
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    return date(text).map(time -> Duration.between(clock.instant(), time));
  }

  /** When it answered, by its own clock. */
  Optional<Instant> date() {
    return Optional.ofNullable(headers.get("date")).flatMap(Reply::date);
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
