package io.hypnos.engine.embedding;

import io.hypnos.settings.OpenAiEmbeddingSettings;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What a remote model is given for a text, and the name of the space its vectors lie in. */
final class RemoteText {
  private final OpenAiEmbeddingSettings settings;

  RemoteText(OpenAiEmbeddingSettings settings) {
    this.settings = settings;
  }

  /** A prefix moves every vector, so another prefix is another model. */
  String modelId() {
    String id = "openai/" + settings.model() + "/" + settings.dimensions();
    String prefixes = settings.documentPrefix() + "\n" + settings.queryPrefix();
    if (prefixes.length() == 1) {
      return id;
    }
    UUID name = UUID.nameUUIDFromBytes(prefixes.getBytes(StandardCharsets.UTF_8));
    return id + "/" + name.toString().substring(0, 8);
  }

  /** Cut to length, without what not every server can read: NUL and halves of characters. */
  String input(String text, Purpose purpose) {
    int end = Math.min(text.length(), settings.maxCharacters());
    StringBuilder input =
        new StringBuilder(
            purpose == Purpose.QUERY ? settings.queryPrefix() : settings.documentPrefix());
    for (int i = 0; i < end; ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (codePoint == 0) {
        input.append(' ');
      } else if (Character.getType(codePoint) == Character.SURROGATE) {
        input.append('\ufffd');
      } else {
        input.appendCodePoint(codePoint);
      }
    }
    return input.toString();
  }
}
