package io.hypnos.connectors.gmail;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A mail of the fake, and its parts as Gmail tells them. */
record Mail(String id, Instant at, Set<String> labels, Map<String, Object> payload) {
  static Mail plain(String id, Instant at, String subject, String text) {
    return new Mail(
        id,
        at,
        new TreeSet<>(Set.of("INBOX")),
        headed(part("text/plain", "utf-8", text), subject, "Ann <ann@example.org>"));
  }

  static Map<String, Object> headed(Map<String, Object> part, String subject, String from) {
    Map<String, Object> all = new HashMap<>(part);
    List<Object> headers = new ArrayList<>((List<?>) part.get("headers"));
    headers.add(header("subject", subject));
    headers.add(header("FROM", from));
    headers.add(header("To", "bob@example.org"));
    all.put("headers", headers);
    return all;
  }

  static Map<String, Object> header(String name, String value) {
    return Map.of("name", name, "value", value);
  }

  static Map<String, Object> part(String type, String charset, String text) {
    byte[] bytes =
        text.getBytes(
            Charset.isSupported(charset) ? Charset.forName(charset) : StandardCharsets.UTF_8);
    return Map.of(
        "mimeType",
        type,
        "filename",
        "",
        "headers",
        List.of(header("Content-Type", type + "; charset=\"" + charset + "\"")),
        "body",
        Map.of("size", bytes.length, "data", encoded(bytes)));
  }

  /** A part whose bytes are had by another call. */
  static Map<String, Object> file(String type, String name, String attachmentId, int size) {
    return Map.of(
        "mimeType",
        type,
        "filename",
        name,
        "headers",
        List.of(header("Content-Type", type)),
        "body",
        Map.of("size", size, "attachmentId", attachmentId));
  }

  static Map<String, Object> multi(String kind, List<Map<String, Object>> parts) {
    return Map.of(
        "mimeType",
        "multipart/" + kind,
        "filename",
        "",
        "headers",
        List.of(header("Content-Type", "multipart/" + kind + "; boundary=x")),
        "body",
        Map.of("size", 0),
        "parts",
        parts);
  }

  /** Without padding, as it comes at times. */
  static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
