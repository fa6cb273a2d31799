package io.hypnos.connectors.gmail;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.markup.MarkupText;
import io.hypnos.connectors.sync.FileReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The body of a mail, and the text of what is attached to it. */
final class MailText {
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([A-Za-z0-9_.:-]{1,40})", Pattern.CASE_INSENSITIVE);
  private static final int DEEPEST = 20;
  private static final int MOST_ATTACHMENTS = 10;
  private static final long LARGEST_ATTACHMENT = 10_000_000;

  private final ProviderHttp http;
  private final FileReader files;

  MailText(ProviderHttp http, FileReader files) {
    this.http = http;
    this.files = files;
  }

  static Optional<String> header(JsonNode part, String name) {
    for (JsonNode header : part.path("headers")) {
      if (header.path("name").asString("").equalsIgnoreCase(name)) {
        return Fields.text(header, "value");
      }
    }
    return Optional.empty();
  }

  String of(String messageId, JsonNode payload) {
    StringBuilder text = new StringBuilder();
    text.append(
        find(payload, "text/plain", 0)
            .or(() -> find(payload, "text/html", 0).map(MarkupText::of))
            .orElse(""));
    attachments(messageId, payload, 0, new int[] {MOST_ATTACHMENTS}, text);
    return text.toString();
  }

  private static boolean isFile(JsonNode part) {
    return Fields.text(part, "filename").isPresent()
        || Fields.text(part, "body", "attachmentId").isPresent();
  }

  private static Optional<String> find(JsonNode part, String type, int depth) {
    if (depth > DEEPEST || isFile(part)) {
      return Optional.empty();
    }
    if (part.path("mimeType").asString("").equalsIgnoreCase(type)) {
      return Fields.text(part, "body", "data").map(data -> new String(bytes(data), charset(part)));
    }
    for (JsonNode inner : part.path("parts")) {
      Optional<String> found = find(inner, type, depth + 1).filter(text -> !text.isBlank());
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static byte[] bytes(String data) {
    String plain = data.replaceAll("[=\\s]+", "");
    return Base64.getUrlDecoder().decode(plain.replace('+', '-').replace('/', '_'));
  }

  private static Charset charset(JsonNode part) {
    Matcher named = CHARSET.matcher(header(part, "Content-Type").orElse(""));
    try {
      return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalArgumentException e) {
      return StandardCharsets.UTF_8;
    }
  }

  private void attachments(
      String messageId, JsonNode part, int depth, int[] left, StringBuilder text) {
    Optional<String> name = Fields.text(part, "filename");
    Optional<String> id = Fields.text(part, "body", "attachmentId");
    boolean small = part.path("body").path("size").asLong(0) <= LARGEST_ATTACHMENT;
    if (name.isPresent() && id.isPresent() && small && left[0]-- > 0) {
      text.append("\n\nAttachment ").append(name.get());
      read(messageId, id.get(), name.get(), part.path("mimeType").asString(""))
          .ifPresent(found -> text.append(":\n").append(found));
    }
    if (depth < DEEPEST) {
      part.path("parts").forEach(inner -> attachments(messageId, inner, depth + 1, left, text));
    }
  }

  private Optional<String> read(String messageId, String id, String name, String type) {
    try {
      JsonNode data = http.get("/users/me/messages/" + messageId + "/attachments/" + id, List.of());
      return Fields.text(data, "data").flatMap(found -> files.read(name, type, bytes(found)));
    } catch (ProviderFailure e) {
      if (e.is(Kind.NOT_FOUND) || e.is(Kind.RECORD)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
