package io.hypnos.connectors.postgres;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How values are shown: by the database, which knows its types; times and JSON in one form. */
final class Cells {
  /** One more than a record may have, so that it is told to be cut. */
  private static final int LONGEST = 1_000_001;

  /** Numbers keep all their digits. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build();

  /** The session is in UTC. Other eras and infinity stay as they are. */
  private static final Pattern TIME =
      Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9:]{8}(?:\\.[0-9]{1,6})?)(?:\\+00)?");

  private Cells() {}

  /** An expression for the text of a column. */
  static String expression(String column, String type) {
    String text =
        Columns.isArray(type)
            ? "array_to_string(" + column + ", ', ')"
            : "CAST(" + column + " AS text)";
    return "left(" + text + ", " + LONGEST + ")";
  }

  static String shown(String value, String type) {
    if (value == null) {
      return "";
    }
    return switch (type) {
      case "json", "jsonb" -> compact(value);
      case "timestamptz", "timestamp" -> iso(value);
      default -> value;
    };
  }

  private static String compact(String json) {
    try {
      return JSON.readTree(json).toString();
    } catch (JacksonException e) {
      return json; // Cut, or deeper than is read.
    }
  }

  private static String iso(String time) {
    Matcher parts = TIME.matcher(time);
    return parts.matches() ? parts.group(1) + "T" + parts.group(2) + "Z" : time;
  }

  /** The time that a cursor says, when it is one. */
  static Optional<Instant> time(String cursor, String type) {
    if (cursor == null || !Columns.isTime(type)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(type.equals("date") ? cursor + "T00:00:00Z" : iso(cursor)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
