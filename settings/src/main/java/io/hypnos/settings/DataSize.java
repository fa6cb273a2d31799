package io.hypnos.settings;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written as {@code 512KB}, {@code 10MB} or {@code 1GB} (powers of 1024). */
public record DataSize(long bytes) implements Comparable<DataSize> {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,12})\\s*(B|KB|MB|GB)?");
  private static final Map<String, Long> UNITS =
      Map.of("B", 1L, "KB", 1024L, "MB", 1024L * 1024, "GB", 1024L * 1024 * 1024);

  public static DataSize parse(String text) {
    Matcher matcher = TEXT.matcher(text.trim().toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected a size such as 512KB, 10MB or 1GB");
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2);
    return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), UNITS.get(unit)));
  }

  public static DataSize ofMegabytes(long megabytes) {
    return new DataSize(megabytes * 1024 * 1024);
  }

  public long megabytes() {
    return bytes / (1024 * 1024);
  }

  @Override
  public int compareTo(DataSize other) {
    return Long.compare(bytes, other.bytes);
  }

  @Override
  public String toString() {
    for (String unit : new String[] {"GB", "MB", "KB"}) {
      if (bytes > 0 && bytes % UNITS.get(unit) == 0) {
        return bytes / UNITS.get(unit) + unit;
      }
    }
    return bytes + "B";
  }
}
