package io.hypnos.connectors.call;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A token bucket: the calls that all connections to one account may make together. */
public final class Pace {
  private final Clock clock;
  private final Duration interval;
  private final Duration slack;
  private Instant next = Instant.EPOCH;

  private Pace(Clock clock, Duration interval, Duration slack) {
    this.clock = clock;
    this.interval = interval;
    this.slack = slack;
  }

  /**
   * So many calls a minute.
   *
   * @param burst calls that may come at once after a rest
   */
  public static Pace of(Clock clock, int perMinute, int burst) {
    Duration interval = Duration.ofMinutes(1).dividedBy(perMinute);
    return new Pace(clock, interval, interval.multipliedBy(Math.max(0, burst - 1L)));
  }

  public static Pace unlimited(Clock clock) {
    return new Pace(clock, Duration.ZERO, Duration.ZERO);
  }

  /** Takes the next call and says how long to wait before it. */
  synchronized Duration take() {
    Instant now = clock.instant();
    Instant earliest = now.minus(slack);
    Instant slot = next.isBefore(earliest) ? earliest : next;
    next = slot.plus(interval);
    return slot.isAfter(now) ? Duration.between(now, slot) : Duration.ZERO;
  }
}
