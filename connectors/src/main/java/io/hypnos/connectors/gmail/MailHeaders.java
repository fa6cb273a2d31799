package io.hypnos.connectors.gmail;

import io.hypnos.connectors.call.Fields;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Headers of a part; words that Gmail left encoded (RFC 2047) are decoded. */
final class MailHeaders {
  private static final Pattern WORD =
      Pattern.compile(
          "=\\?([A-Za-z0-9_.:-]{1,40})(?:\\*[^?]{0,20})?\\?([bBqQ])\\?([^?\\s]{0,2000})\\?=");
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*[\"']?([A-Za-z0-9_.:-]{1,40})", Pattern.CASE_INSENSITIVE);

  private MailHeaders() {}

  static Optional<String> value(JsonNode part, String name) {
    for (JsonNode header : part.path("headers")) {
      if (header.path("name").asString("").equalsIgnoreCase(name)) {
        return Fields.text(header, "value").map(MailHeaders::decoded);
      }
    }
    return Optional.empty();
  }

  /** The charset that a part says it has. */
  static Charset charset(JsonNode part) {
    Matcher named = CHARSET.matcher(value(part, "Content-Type").orElse(""));
    return named.find() ? charset(named.group(1)) : StandardCharsets.UTF_8;
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      return StandardCharsets.UTF_8;
    }
  }

  static String decoded(String text) {
    if (!text.contains("=?")) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    // A character may be cut in two by words that follow each other: their bytes are one text.
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    String charset = "";
    int end = 0;
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      String between = text.substring(end, word.start());
      boolean goesOn = end > 0 && between.isBlank();
      if (!goesOn || !word.group(1).equalsIgnoreCase(charset)) {
        plain.append(run.toString(charset(charset)));
        run.reset();
      }
      if (!goesOn) {
        plain.append(between);
      }
      charset = word.group(1);
      run.writeBytes(bytes(word.group(2), word.group(3)));
      end = word.end();
    }
    return plain.append(run.toString(charset(charset))).append(text.substring(end)).toString();
  }

  private static byte[] bytes(String encoding, String text) {
    if (encoding.equalsIgnoreCase("b")) {
      try {
        return Base64.getMimeDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        return text.getBytes(StandardCharsets.UTF_8);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      boolean code = letter == '=' && text.substring(i).matches("=[0-9A-Fa-f]{2}.*");
      if (code) {
        bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.writeBytes(
            String.valueOf(letter == '_' ? ' ' : letter).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
