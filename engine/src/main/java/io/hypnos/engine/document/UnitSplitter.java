package io.hypnos.engine.document;

import io.hypnos.engine.embedding.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.List;

/** Splits what is too long for one chunk between words, and words that are too long anywhere. */
final class UnitSplitter {
  private static final int CHARACTERS_PER_TOKEN = 8;

  private final WordPieceTokenizer tokenizer;
  private final ChunkLimits limits;

  UnitSplitter(WordPieceTokenizer tokenizer, ChunkLimits limits) {
    this.tokenizer = tokenizer;
    this.limits = limits;
  }

  List<Unit> split(Unit unit) {
    Parts parts = new Parts(unit);
    String text = unit.text();
    int length = text.length();
    int start = 0;
    while (start < length) {
      int end = start;
      while (end < length && !Character.isWhitespace(text.charAt(end))) {
        end++;
      }
      if (end > start) {
        parts.word(text.substring(start, end));
      }
      start = end + 1;
    }
    return parts.finish();
  }

  /** Parts of one unit, filled with words. */
  private final class Parts {
    private final List<Unit> parts = new ArrayList<>();
    private final Unit whole;
    private final StringBuilder open = new StringBuilder();
    private int tokens;
    private String separator;

    Parts(Unit whole) {
      this.whole = whole;
      this.separator = whole.separator();
    }

    void word(String word) {
      int count = tokenizer.countTokens(word);
      if (!limits.fit(count, word.length() + 1)) {
        hardSplit(word);
        return;
      }
      if (!limits.fit(tokens + count, open.length() + word.length() + 2)) {
        close(" ");
      }
      if (!open.isEmpty()) {
        open.append(' ');
      }
      open.append(word);
      tokens += count;
    }

    List<Unit> finish() {
      close(" ");
      return parts;
    }

    private void close(String next) {
      if (!open.isEmpty()) {
        parts.add(new Unit(separator, open.toString(), tokens, whole.page()));
        separator = next;
        open.setLength(0);
        tokens = 0;
      }
    }

    /** Looks at each character a few times at most: a piece is tried at twice the last length. */
    private void hardSplit(String word) {
      close(" ");
      int longest = limits.tokens() * CHARACTERS_PER_TOKEN;
      int size = longest;
      for (int start = 0; start < word.length(); start += size) {
        size = Math.min(Math.min(longest, size * 2), word.length() - start);
        int count = tokenizer.countTokens(piece(word, start, size));
        while (count > limits.tokens() && size > 1) {
          size = Math.max(1, size / 2);
          count = tokenizer.countTokens(piece(word, start, size));
        }
        size = piece(word, start, size).length();
        open.append(word, start, start + size);
        tokens = count;
        close("");
      }
      separator = " ";
    }

    /** Never ends between the halves of a surrogate pair. */
    private static String piece(String word, int start, int size) {
      int end = start + size;
      if (end < word.length() && Character.isHighSurrogate(word.charAt(end - 1))) {
        end = size > 1 ? end - 1 : end + 1;
      }
      return word.substring(start, end);
    }
  }
}
