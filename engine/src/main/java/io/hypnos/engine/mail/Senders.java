package io.hypnos.engine.mail;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A list of who may send: addresses, or whole domains as {@code @domain}. */
final class Senders {
  static final int MOST = 100;

  private static final int LONGEST = 254;
  private static final Pattern ENTRY =
      Pattern.compile("[^\\s@<>,;\"\\p{Cntrl}]*@[^\\s@<>,;\"\\p{Cntrl}]+");

  private Senders() {}

  /** In lower case and once each; {@code VALIDATION} when one is no address. */
  static List<String> checked(List<String> given) {
    List<String> entries =
        given.stream().map(entry -> entry.strip().toLowerCase(Locale.ROOT)).distinct().toList();
    if (entries.size() > MOST) {
      throw refused("a list of senders has at most " + MOST + " entries");
    }
    for (String entry : entries) {
      if (entry.length() > LONGEST || !ENTRY.matcher(entry).matches()) {
        throw refused("a sender is an address, or a domain such as @example.org");
      }
    }
    return entries;
  }

  static boolean matches(List<String> senders, String address) {
    String lower = address.strip().toLowerCase(Locale.ROOT);
    int at = lower.lastIndexOf('@');
    return at > 0 && (senders.contains(lower) || senders.contains(lower.substring(at)));
  }

  private static HypnosException refused(String reason) {
    return new HypnosException(ErrorCode.VALIDATION, reason, Map.of("field", "senders"), null);
  }
}
