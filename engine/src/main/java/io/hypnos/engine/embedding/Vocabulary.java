package io.hypnos.engine.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The word pieces that a model knows. */
final class Vocabulary {
  private static final String RESOURCE = "/all-minilm-l6-v2-q-tokenizer.json";
  private static final String CONTINUATION = "##";

  private final Map<String, Integer> beginnings = new HashMap<>();
  private final Map<String, Integer> continuations = new HashMap<>();
  private final int longestPiece;

  Vocabulary(Map<String, Integer> pieces) {
    int longest = 1;
    for (Map.Entry<String, Integer> piece : pieces.entrySet()) {
      String text = piece.getKey();
      boolean continues = text.startsWith(CONTINUATION) && text.length() > CONTINUATION.length();
      String letters = continues ? text.substring(CONTINUATION.length()) : text;
      (continues ? continuations : beginnings).put(letters, piece.getValue());
      longest = Math.max(longest, letters.length());
    }
    this.longestPiece = longest;
  }

  static Vocabulary bundled() {
    try (InputStream resource = Vocabulary.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException("the model's vocabulary is not on the class path");
      }
      JsonNode pieces = JsonMapper.shared().readTree(resource).path("model").path("vocab");
      Map<String, Integer> ids = new HashMap<>();
      pieces.properties().forEach(entry -> ids.put(entry.getKey(), entry.getValue().intValue()));
      return new Vocabulary(ids);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the model's vocabulary", e);
    }
  }

  int begin() {
    return required("[CLS]");
  }

  int end() {
    return required("[SEP]");
  }

  int unknown() {
    return required("[UNK]");
  }

  /** Splits a word into the longest known pieces; one unknown token when that fails. */
  void split(String word, TokenSink sink) {
    Integer whole = word.length() <= longestPiece ? beginnings.get(word) : null;
    if (whole != null) {
      sink.accept(whole);
      return;
    }
    int[] ids = new int[word.length()];
    int count = 0;
    for (int start = 0; start < word.length(); count++) {
      int end = longestMatch(word, start);
      if (end == start) {
        sink.accept(unknown());
        return;
      }
      ids[count] = pieces(start).get(word.substring(start, end));
      start = end;
    }
    for (int i = 0; i < count; i++) {
      sink.accept(ids[i]);
    }
  }

  private int longestMatch(String word, int start) {
    Map<String, Integer> pieces = pieces(start);
    int end = Math.min(word.length(), start + longestPiece);
    while (end > start && !pieces.containsKey(word.substring(start, end))) {
      end--;
    }
    return end;
  }

  private Map<String, Integer> pieces(int start) {
    return start == 0 ? beginnings : continuations;
  }

  private int required(String special) {
    Integer id = beginnings.get(special);
    if (id == null) {
      throw new IllegalStateException("the model's vocabulary has no " + special);
    }
    return id;
  }
}
