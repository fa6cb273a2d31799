package io.hypnos.connectors.slack;

import java.time.Instant;
import java.util.Locale;

/** Seconds and micros, exactly; they are the name of a message, too. */
final class SlackTime {
  private SlackTime() {}

  static boolean isStamp(String text) {
    return text.matches("[0-9]{1,11}(\\.[0-9]{1,6})?");
  }

  static Instant of(String ts) {
    int dot = ts.indexOf('.');
    long seconds = Long.parseLong(dot < 0 ? ts : ts.substring(0, dot));
    String micros = dot < 0 ? "0" : (ts.substring(dot + 1) + "000000").substring(0, 6);
    return Instant.ofEpochSecond(seconds, Long.parseLong(micros) * 1_000);
  }

  static String stamp(Instant time) {
    return String.format(Locale.ROOT, "%d.%06d", time.getEpochSecond(), time.getNano() / 1_000);
  }
}
