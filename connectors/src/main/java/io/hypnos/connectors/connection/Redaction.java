package io.hypnos.connectors.connection;

import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.connectors.sync.SyncResult.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes credentials out of what is kept and shown. No message should hold one; a provider that
 * repeats what it was sent in its own words must not change that.
 */
final class Redaction {
  /** Shorter ones are no secrets, and would make words unreadable. */
  private static final int SHORTEST = 6;

  /** The password within an address such as {@code postgresql://user:password@host/}. */
  private static final Pattern PASSWORD = Pattern.compile("//[^/@:]*:([^/@]+)@");

  private final List<String> secrets;

  Redaction(Map<String, String> credentials) {
    Set<String> found = new TreeSet<>();
    for (String value : credentials.values()) {
      found.add(value);
      found.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
      Matcher password = PASSWORD.matcher(value);
      if (password.find()) {
        found.add(password.group(1));
      }
    }
    this.secrets =
        found.stream()
            .filter(value -> value.length() >= SHORTEST)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  String of(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, "****");
    }
    return clean;
  }

  SyncResult of(SyncResult result) {
    return new SyncResult(
        result.status(),
        result.synced(),
        result.deleted(),
        result.failed(),
        result.problems().stream()
            .map(problem -> new Problem(problem.id(), of(problem.reason())))
            .toList(),
        result.error().map(this::of),
        result.resumeAt());
  }
}
