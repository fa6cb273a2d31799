package io.hypnos.connectors.slack;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.Parameters;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What people wrote, without Slack's marks, with names in the place of ids. */
final class SlackText {
  private static final Pattern MARK = Pattern.compile("<([^<>|]{1,2000})(?:\\|([^<>]{0,2000}))?>");
  private static final int MOST_NAMES = 5_000;

  private final ProviderHttp http;
  private final Map<String, String> names = new HashMap<>();
  private boolean refused;

  SlackText(ProviderHttp http) {
    this.http = http;
  }

  /** The words as they are; where there are none, what blocks, attachments or files say. */
  String plain(JsonNode message) {
    String text = Fields.text(message, "text").orElse("");
    if (!text.isBlank()) {
      return text;
    }
    StringBuilder found = new StringBuilder();
    gather(message.path("blocks"), found);
    message.path("attachments").forEach(each -> attachment(each, found));
    for (JsonNode file : message.path("files")) {
      Fields.text(file, "title")
          .or(() -> Fields.text(file, "name"))
          .ifPresent(name -> found.append(name).append('\n'));
    }
    return found.toString().strip();
  }

  private static void attachment(JsonNode attachment, StringBuilder found) {
    int before = found.length();
    for (String part : new String[] {"pretext", "title", "text"}) {
      Fields.text(attachment, part).ifPresent(words -> found.append(words).append('\n'));
    }
    for (JsonNode field : attachment.path("fields")) {
      String name = Fields.text(field, "title").map(title -> title + ": ").orElse("");
      Fields.text(field, "value").ifPresent(value -> found.append(name).append(value).append('\n'));
    }
    gather(attachment.path("blocks"), found);
    if (found.length() == before) {
      Fields.text(attachment, "fallback").ifPresent(words -> found.append(words).append('\n'));
    }
  }

  private static void gather(JsonNode node, StringBuilder found) {
    if (node.isArray()) {
      node.forEach(child -> gather(child, found));
    } else if (node.isObject()) {
      JsonNode text = node.path("text");
      if (text.isString()) {
        found.append(text.asString()).append('\n');
      }
      for (String part : new String[] {"text", "elements", "fields"}) {
        if (!node.path(part).isString()) {
          gather(node.path(part), found);
        }
      }
    }
  }

  String text(JsonNode message) {
    Matcher marks = MARK.matcher(plain(message));
    String named = marks.replaceAll(mark -> Matcher.quoteReplacement(shown(mark)));
    return named.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip();
  }

  private String shown(MatchResult mark) {
    String target = mark.group(1);
    String label = mark.group(2) == null ? "" : mark.group(2);
    return switch (target.charAt(0)) {
      case '@' -> "@" + (label.isEmpty() ? name(target.substring(1)) : label);
      case '#' -> "#" + (label.isEmpty() ? target.substring(1) : label);
      case '!' -> special(target.substring(1), label);
      default -> link(target, label);
    };
  }

  /** A call to many, or a date, whose label is how it reads. */
  private static String special(String target, String label) {
    if (target.startsWith("date^")) {
      return label;
    }
    String name = label.isEmpty() ? target : label;
    return name.startsWith("@") ? name : "@" + name;
  }

  private static String link(String target, String label) {
    boolean same = label.isEmpty() || target.equals(label) || target.equals("mailto:" + label);
    return same ? target.replaceFirst("^mailto:", "") : label + " (" + target + ")";
  }

  String author(JsonNode message) {
    return Fields.text(message, "user")
        .map(this::name)
        .or(() -> Fields.text(message, "username"))
        .or(() -> Fields.text(message, "bot_profile", "name"))
        .or(() -> Fields.text(message, "bot_id"))
        .orElse("someone");
  }

  private String name(String id) {
    if (names.size() > MOST_NAMES) {
      names.clear();
    }
    String known = names.get(id);
    if (known == null) {
      known = ask(id);
      names.put(id, known);
    }
    return known;
  }

  /** A name is not worth a record: without one the id is shown. */
  private String ask(String id) {
    if (refused) {
      return id;
    }
    try {
      JsonNode user =
          http.postForm("/users.info", Parameters.none().with("user", id).list()).path("user");
      return Fields.text(user, "profile", "display_name")
          .or(() -> Fields.text(user, "real_name"))
          .or(() -> Fields.text(user, "profile", "real_name"))
          .or(() -> Fields.text(user, "name"))
          .orElse(id);
    } catch (ProviderFailure e) {
      if (e.is(Kind.CONFIGURATION)) {
        refused = true; // The app may not read about people at all.
        return id;
      }
      if (e.is(Kind.NOT_FOUND)) {
        return id;
      }
      throw e;
    }
  }
}
