package io.hypnos.connectors.linear;

import io.hypnos.connectors.call.Errors;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** GraphQL says what is wrong in the body; the status may be 200, 400 or another. */
final class LinearErrors implements Errors {
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);
  private static final long FIRST_MILLIS = 100_000_000_000L;

  @Override
  public Optional<ProviderFailure> of(Reply reply, Clock clock) {
    JsonNode answer = reply.json();
    JsonNode errors = answer.path("errors");
    if (!errors.isArray() || errors.isEmpty()) {
      return Errors.byStatus(reply, clock).map(failure -> patient(failure, reply, clock));
    }
    JsonNode worst = errors.path(0);
    for (JsonNode error : errors) {
      if (kind(error, reply.status()) == Kind.RATE_LIMITED) {
        worst = error;
      } else if (!ofOneIssue(error, reply.status())
          && kind(worst, reply.status()) != Kind.RATE_LIMITED) {
        worst = error;
      }
    }
    if (ofOneIssue(worst, reply.status())
        && answer.path("data").path("issues").path("nodes").isArray()) {
      return Optional.empty();
    }
    return Optional.of(
        patient(
            Errors.named(kind(worst, reply.status()), said(worst), reply, clock), reply, clock));
  }

  /** Whether an error is the trouble of one issue of a list, beside which the others are good. */
  private static boolean ofOneIssue(JsonNode error, int status) {
    boolean passes =
        switch (kind(error, status)) {
          case FORBIDDEN, NOT_FOUND, CONFIGURATION, RECORD -> true;
          case UNAUTHORIZED, EXPIRED_PAGE, RATE_LIMITED, UNAVAILABLE -> false;
        };
    return passes && brokenIssue(error).isPresent();
  }

  /** Which issue of a list an error is about. */
  static Optional<Integer> brokenIssue(JsonNode error) {
    JsonNode path = error.path("path");
    boolean within =
        path.path(0).asString("").equals("issues")
            && path.path(1).asString("").equals("nodes")
            && path.path(2).isInt();
    return within ? Optional.of(path.path(2).asInt()) : Optional.empty();
  }

  private static String said(JsonNode error) {
    JsonNode extensions = error.path("extensions");
    return (extensions.path("code").asString("") + " " + extensions.path("type").asString(""))
        .strip()
        .toUpperCase(Locale.ROOT)
        .replace('_', ' ');
  }

  private static Kind kind(JsonNode error, int status) {
    String said = said(error);
    if (said.contains("RATELIMITED") || status == 429) {
      return Kind.RATE_LIMITED;
    }
    if (said.contains("AUTHENTICATION") || status == 401) {
      return Kind.UNAUTHORIZED;
    }
    if (said.contains("FORBIDDEN")) {
      return Kind.FORBIDDEN;
    }
    if (said.contains("NOT FOUND")
        || error.path("message").asString("").startsWith("Entity not found")) {
      return Kind.NOT_FOUND;
    }
    return said.contains("INTERNAL") || said.contains("LOCK TIMEOUT") || status >= 500
        ? Kind.UNAVAILABLE
        : Kind.CONFIGURATION;
  }

  /** Where no wait is told, the time when the spent budget is full again tells it. */
  private static ProviderFailure patient(ProviderFailure failure, Reply reply, Clock clock) {
    if (!failure.is(Kind.RATE_LIMITED) || failure.waitFor().isPresent()) {
      return failure;
    }
    Optional<Instant> requests = reset(reply, "requests");
    Optional<Instant> complexity = reset(reply, "complexity");
    Optional<Instant> spent =
        Stream.of(
                requests.filter(time -> isSpent(reply, "requests", 1)),
                complexity.filter(time -> isSpent(reply, "complexity", cost(reply))))
            .flatMap(Optional::stream)
            .max(Instant::compareTo);
    Optional<Duration> wait =
        spent
            .or(
                () ->
                    Stream.of(requests, complexity)
                        .flatMap(Optional::stream)
                        .max(Instant::compareTo))
            .map(time -> Duration.between(clock.instant(), time))
            .map(time -> time.isNegative() ? Duration.ZERO : time)
            .map(time -> time.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : time);
    return ProviderFailure.after(Kind.RATE_LIMITED, failure.getMessage(), wait);
  }

  private static boolean isSpent(Reply reply, String what, long needed) {
    return number(reply, "x-ratelimit-" + what + "-remaining").filter(n -> n < needed).isPresent();
  }

  private static long cost(Reply reply) {
    return Math.max(1, number(reply, "x-complexity").orElse(1L));
  }

  /** Seconds or milliseconds since 1970: both are seen. */
  private static Optional<Instant> reset(Reply reply, String what) {
    return number(reply, "x-ratelimit-" + what + "-reset")
        .map(
            time -> time < FIRST_MILLIS ? Instant.ofEpochSecond(time) : Instant.ofEpochMilli(time));
  }

  private static Optional<Long> number(Reply reply, String header) {
    return Optional.ofNullable(reply.headers().get(header))
        .map(String::strip)
        .filter(text -> text.matches("[0-9]{1,15}"))
        .map(Long::valueOf);
  }
}
