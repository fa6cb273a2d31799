package io.hypnos.api.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times as callers write them: ISO 8601, with an offset or meant as UTC, or a bare date. */
public final class Timestamps {
  private Timestamps() {}

  /**
   * @throws DateTimeException when the text is no time, or one that no calendar of ours reaches
   */
  public static Instant parse(String text) {
    String spelled = text.strip().replaceFirst("(?<=\\d) (?=\\d)", "T");
    Instant time = instant(spelled);
    int year = time.atZone(ZoneOffset.UTC).getYear();
    if (year < 1 || year > 9999) {
      throw new DateTimeException("year out of range");
    }
    return time;
  }

  private static Instant instant(String text) {
    if (!text.contains("T")) {
      return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    int time = text.indexOf('T');
    boolean hasOffset =
        text.endsWith("Z") || text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0;
    return hasOffset
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }
}
