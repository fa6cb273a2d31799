package io.hypnos.engine.extraction;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** From an instant (with it) to another (without it). */
public record TimeRange(Instant from, Instant to) {
  /** Stands for no beginning; within what PostgreSQL and OpenSearch can hold. */
  public static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  /** Stands for no end. */
  public static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  public TimeRange {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("a range ends before it begins");
    }
  }

  /** Whole days, the last one included. */
  static TimeRange ofDays(LocalDate first, LocalDate last, ZoneId zone) {
    return new TimeRange(
        first.atStartOfDay(zone).toInstant(), last.plusDays(1).atStartOfDay(zone).toInstant());
  }

  public boolean contains(Instant moment) {
    return !moment.isBefore(from) && moment.isBefore(to);
  }

  /** From the earlier beginning to the later end. */
  TimeRange spanning(TimeRange other) {
    return new TimeRange(
        from.isBefore(other.from) ? from : other.from, to.isAfter(other.to) ? to : other.to);
  }
}
