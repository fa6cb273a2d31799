package io.hypnos.engine.search;

import io.hypnos.engine.memory.Memory;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A memory as something that somebody said, with what stands beside it. */
public record Utterance(Optional<String> speaker, String content, Map<String, Object> metadata) {
  /** A value of the metadata that is prose: a caption, a summary, a title. */
  private static final int FEWEST_WORDS = 3;

  private static final int MOST_BESIDE = 1_000;
  private static final Pattern SPACE = Pattern.compile("\\s+");

  static Utterance of(Memory memory) {
    return new Utterance(memory.place().speaker(), memory.content(), memory.metadata());
  }

  /** All its words. */
  String words() {
    StringBuilder words = new StringBuilder();
    speaker.ifPresent(name -> words.append(name).append(": "));
    words.append(content);
    String beside = beside();
    if (!beside.isEmpty()) {
      words.append('\n').append(beside);
    }
    return words.toString();
  }

  /** The prose of the metadata; names, ids and times are none. */
  String beside() {
    StringBuilder prose = new StringBuilder();
    for (Object value : metadata.values()) {
      if (value instanceof String text && prose.length() < MOST_BESIDE && isProse(text)) {
        prose.append(text, 0, Math.min(text.length(), MOST_BESIDE)).append('\n');
      }
    }
    return prose.toString().strip();
  }

  private static boolean isProse(String text) {
    String[] words = SPACE.split(text.strip(), -1);
    int numbered = 0;
    for (String word : words) {
      if (word.chars().anyMatch(Character::isDigit)) {
        numbered++;
      }
    }
    return words.length >= FEWEST_WORDS
        && numbered * 4 <= words.length
        && !text.toLowerCase(Locale.ROOT).startsWith("http");
  }
}
