package io.hypnos.connectors.gmail;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.markup.MarkupText;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.FileReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a mail says: who wrote it of what, its body, and the text of what is attached. */
final class MailText {
  private static final int DEEPEST = 20;
  private static final int MOST_ATTACHMENTS = 10;
  private static final long LARGEST_ATTACHMENT = 10_000_000;

  private final GmailApi api;
  private final FileReader files;

  MailText(GmailApi api, FileReader files) {
    this.api = api;
    this.files = files;
  }

  Document of(JsonNode message) {
    String id = message.path("id").asString("");
    JsonNode payload = message.path("payload");
    String subject = MailHeaders.value(payload, "Subject").orElse("(no subject)");
    Optional<String> from = MailHeaders.value(payload, "From");
    Map<String, Object> metadata = new HashMap<>();
    Fields.text(message, "threadId").ifPresent(thread -> metadata.put("thread_id", thread));
    MailHeaders.value(payload, "To").ifPresent(to -> metadata.put("to", to));
    Optional<Instant> at =
        Fields.text(message, "internalDate")
            .map(text -> Instant.ofEpochMilli(Long.parseLong(text)));
    List<String> parts = new ArrayList<>();
    parts.add("Subject: " + subject + from.map(name -> "\nFrom: " + name).orElse(""));
    parts.add(body(id, payload, 0).strip());
    List<String> attached = new ArrayList<>();
    attachments(id, payload, 0, attached);
    parts.addAll(attached);
    return new Document(
        subject,
        joined(parts),
        Optional.of("https://mail.google.com/mail/#all/" + id),
        from,
        at,
        at,
        metadata);
  }

  private static String joined(List<String> parts) {
    return String.join("\n\n", parts.stream().filter(part -> !part.isBlank()).toList());
  }

  private static boolean isFile(JsonNode part) {
    return Fields.text(part, "filename").isPresent();
  }

  private String body(String id, JsonNode part, int depth) {
    if (depth > DEEPEST || isFile(part)) {
      return "";
    }
    String type = part.path("mimeType").asString("").toLowerCase(Locale.ROOT);
    return switch (type) {
      case "text/plain" -> words(id, part);
      case "text/html" -> MarkupText.of(words(id, part));
      case "multipart/alternative" -> alternative(id, part, depth);
      default -> {
        List<String> inner = new ArrayList<>();
        part.path("parts").forEach(each -> inner.add(body(id, each, depth + 1).strip()));
        yield joined(inner);
      }
    };
  }

  /** The same told in several ways: the plain one, else the first that has words. */
  private String alternative(String id, JsonNode part, int depth) {
    for (JsonNode each : part.path("parts")) {
      if (each.path("mimeType").asString("").equalsIgnoreCase("text/plain")) {
        String plain = body(id, each, depth + 1);
        if (!plain.isBlank()) {
          return plain;
        }
      }
    }
    for (JsonNode each : part.path("parts")) {
      String text = body(id, each, depth + 1);
      if (!text.isBlank()) {
        return text;
      }
    }
    return "";
  }

  private String words(String id, JsonNode part) {
    return data(id, part)
        .map(data -> new String(bytes(data), MailHeaders.charset(part)))
        .orElse("");
  }

  /** What a part holds; what is large is asked for by itself. */
  private Optional<String> data(String id, JsonNode part) {
    return Fields.text(part, "body", "data")
        .or(
            () ->
                Fields.text(part, "body", "attachmentId")
                    .flatMap(attachment -> api.attachment(id, attachment)));
  }

  private static byte[] bytes(String data) {
    String plain = data.replaceAll("[=\\s]+", "");
    return Base64.getUrlDecoder().decode(plain.replace('+', '-').replace('/', '_'));
  }

  private void attachments(String id, JsonNode part, int depth, List<String> found) {
    Optional<String> name = Fields.text(part, "filename").map(MailHeaders::decoded);
    if (name.isPresent()) {
      boolean read =
          found.size() < MOST_ATTACHMENTS
              && part.path("body").path("size").asLong(0) <= LARGEST_ATTACHMENT
              && canHaveWords(part);
      Optional<String> words = read ? words(id, part, name.get()) : Optional.empty();
      found.add("Attachment " + name.get() + words.map(text -> ":\n" + text).orElse(""));
    }
    if (depth < DEEPEST) {
      part.path("parts").forEach(inner -> attachments(id, inner, depth + 1, found));
    }
  }

  /** A bad attachment does not hide the mail. */
  private Optional<String> words(String id, JsonNode part, String name) {
    Optional<byte[]> bytes;
    try {
      bytes = data(id, part).map(MailText::bytes);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return bytes
        .flatMap(found -> files.read(name, part.path("mimeType").asString(""), found))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static boolean canHaveWords(JsonNode part) {
    String type = part.path("mimeType").asString("").toLowerCase(Locale.ROOT);
    return !type.startsWith("image/") && !type.startsWith("video/") && !type.startsWith("audio/");
  }
}
