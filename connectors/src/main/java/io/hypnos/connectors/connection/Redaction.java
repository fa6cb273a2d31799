package io.hypnos.connectors.connection;

import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.connectors.sync.SyncResult.Problem;
import io.hypnos.settings.OAuthSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes credentials out of what is kept and shown. No message should hold one; a provider that
 * repeats what it was sent in its own words must not change that, nor that its words were cut in
 * the middle of one before they came here.
 */
public final class Redaction {
  /** Shorter ones are no secrets, and would make words unreadable. */
  private static final int SHORTEST = 6;

  /** As much of the beginning of a secret is taken for the secret. */
  private static final int PIECE = 8;

  private static final String HIDDEN = "****";

  /** What is kept beside credentials and is none. */
  private static final Set<String> OPEN = Set.of("account", "expires_at");

  /** The password within an address such as {@code postgresql://user:password@host/}. */
  private static final Pattern PASSWORD = Pattern.compile("//[^/@:]*:([^/@]+)@");

  private final List<String> secrets;

  /**
   * @param apps whose client secrets providers are sent too
   */
  Redaction(Map<String, String> credentials, OAuthSettings apps) {
    this(Stream.concat(of(credentials), of(apps)));
  }

  private Redaction(Stream<String> values) {
    Set<String> found = new TreeSet<>();
    values.forEach(
        value -> {
          found.add(value);
          found.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
          // As messages show it that keep plain characters only.
          found.add(value.replaceAll("[^A-Za-z0-9_. -]", ""));
          Matcher password = PASSWORD.matcher(value);
          if (password.find()) {
            found.add(password.group(1));
          }
        });
    this.secrets =
        found.stream()
            .filter(value -> value.length() >= SHORTEST)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** Of some values alone. */
  public static Redaction ofValues(Stream<String> values) {
    return new Redaction(values);
  }

  private static Stream<String> of(Map<String, String> credentials) {
    Stream<String> values =
        credentials.entrySet().stream()
            .filter(each -> !OPEN.contains(each.getKey()))
            .map(Map.Entry::getValue);
    boolean basic = credentials.containsKey("email") && credentials.containsKey("api_token");
    return basic
        ? Stream.concat(
            values, Stream.of(basic(credentials.get("email"), credentials.get("api_token"))))
        : values;
  }

  private static Stream<String> of(OAuthSettings apps) {
    return Stream.of(apps.notion(), apps.slack(), apps.gdrive(), apps.gmail())
        .filter(app -> app.clientId().isPresent() && app.clientSecret().isPresent())
        .flatMap(
            app -> {
              String secret = app.clientSecret().get().reveal();
              return Stream.of(secret, basic(app.clientId().get(), secret));
            });
  }

  /** As it stands in the header of a call. */
  public static String basic(String name, String secret) {
    byte[] pair = (name + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(pair);
  }

  /** What this and another one take out. */
  Redaction and(Redaction other) {
    return new Redaction(Stream.concat(secrets.stream(), other.secrets.stream()));
  }

  public String of(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, HIDDEN);
    }
    for (String secret : secrets) {
      if (secret.length() > PIECE && isUnlikeWords(secret)) {
        clean = withoutPieces(clean, secret);
      }
    }
    return clean;
  }

  /** The beginnings of addresses are in many messages. */
  private static boolean isUnlikeWords(String secret) {
    return Stream.of("://", "%3A%2F%2F", "@").noneMatch(secret::contains)
        && !secret.startsWith("postgres");
  }

  private static String withoutPieces(String text, String secret) {
    String beginning = secret.substring(0, PIECE);
    StringBuilder clean = new StringBuilder();
    int from = 0;
    int at = text.indexOf(beginning);
    while (at >= 0) {
      int end = at + PIECE;
      while (end < text.length()
          && end - at < secret.length()
          && text.charAt(end) == secret.charAt(end - at)) {
        end++;
      }
      clean.append(text, from, at).append(HIDDEN);
      from = end;
      at = text.indexOf(beginning, from);
    }
    return clean.append(text, from, text.length()).toString();
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
