package io.hypnos.connectors.drive;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of Drive's language for queries that connections use. */
final class DriveQuery {
  private static final Pattern WORD =
      Pattern.compile("\\s*('(?:[^'\\\\]|\\\\.)*'|[A-Za-z.]+|!=|>=|<=|=|>|<|\\(|\\))");

  /** What Drive does not take. */
  static final class Bad extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean unknownParent;

    Bad(String message, boolean unknownParent) {
      super(message);
      this.unknownParent = unknownParent;
    }

    boolean isUnknownParent() {
      return unknownParent;
    }
  }

  private final FakeDrive drive;
  private final List<String> words = new ArrayList<>();
  private int at;

  private DriveQuery(FakeDrive drive, String q) {
    this.drive = drive;
    Matcher word = WORD.matcher(q.strip());
    int end = 0;
    while (word.find() && word.start() == end) {
      words.add(word.group(1));
      end = word.end();
    }
    if (end != q.strip().length()) {
      throw new Bad("Invalid Value", false);
    }
  }

  static Predicate<DriveFile> parse(FakeDrive drive, String q) {
    DriveQuery query = new DriveQuery(drive, q);
    Predicate<DriveFile> whole = query.any();
    if (query.at != query.words.size()) {
      throw new Bad("Invalid Value", false);
    }
    return whole;
  }

  private Predicate<DriveFile> any() {
    Predicate<DriveFile> found = all();
    while (taken("or")) {
      found = found.or(all());
    }
    return found;
  }

  private Predicate<DriveFile> all() {
    Predicate<DriveFile> found = one();
    while (taken("and")) {
      found = found.and(one());
    }
    return found;
  }

  private boolean taken(String word) {
    if (at < words.size() && words.get(at).equals(word)) {
      at++;
      return true;
    }
    return false;
  }

  private String next() {
    if (at >= words.size()) {
      throw new Bad("Invalid Value", false);
    }
    return words.get(at++);
  }

  private static String plain(String quoted) {
    if (!quoted.startsWith("'")) {
      throw new Bad("Invalid Value", false);
    }
    return quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private Predicate<DriveFile> one() {
    if (taken("(")) {
      Predicate<DriveFile> inner = any();
      if (!taken(")")) {
        throw new Bad("Invalid Value", false);
      }
      return inner;
    }
    String term = next();
    String operator = next();
    String value = next();
    if (term.startsWith("'")) {
      return parent(plain(term), operator + " " + value);
    }
    return switch (term + " " + operator) {
      case "trashed =" -> file -> drive.isTrashed(file) == Boolean.parseBoolean(value);
      case "mimeType =" -> file -> file.type.equals(plain(value));
      case "mimeType !=" -> file -> !file.type.equals(plain(value));
      case "modifiedTime >=" -> from(file -> file.modified, value);
      case "createdTime >=" -> from(file -> file.created, value);
      case "name contains" ->
          file ->
              file.name.toLowerCase(Locale.ROOT).contains(plain(value).toLowerCase(Locale.ROOT));
      case "shortcutDetails.targetId =" -> file -> plain(value).equals(file.target);
      default -> throw new Bad("Invalid Value", false);
    };
  }

  private Predicate<DriveFile> parent(String id, String rest) {
    if (!rest.equals("in parents")) {
      throw new Bad("Invalid Value", false);
    }
    if (!id.equals("root") && !drive.isVisible(id)) {
      throw new Bad("File not found: .", true);
    }
    return file -> file.parents.contains(id.equals("root") ? FakeDrive.ROOT : id);
  }

  private static Predicate<DriveFile> from(
      java.util.function.Function<DriveFile, Instant> time, String value) {
    String text = plain(value);
    Instant bound =
        text.endsWith("Z")
            ? Instant.parse(text)
            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    return file -> !time.apply(file).isBefore(bound);
  }
}
