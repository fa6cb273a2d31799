package io.hypnos.engine.embedding;

import java.util.Arrays;

/**
 * The tokenizer of uncased BERT models. Linear in the text, whatever it holds: a word is never
 * buffered beyond the longest one that the vocabulary may split.
 *
 * <p>Names of special tokens inside a text ({@code [SEP]}) are ordinary text.
 */
public final class WordPieceTokenizer {
  private static final int LONGEST_WORD = 100;
  private static final int SPECIAL_TOKENS = 2;

  private final Vocabulary vocabulary;

  WordPieceTokenizer(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** The tokenizer of the built-in model; one is shared by all. */
  public static WordPieceTokenizer bundled() {
    return Bundled.TOKENIZER;
  }

  /**
   * Ids of a text between the model's begin and end tokens.
   *
   * @param maxTokens most ids to return, including the two around the text; the rest is cut
   */
  public long[] encode(String text, int maxTokens) {
    if (maxTokens < SPECIAL_TOKENS) {
      throw new IllegalArgumentException("maxTokens is %d, at least 2".formatted(maxTokens));
    }
    Ids ids = new Ids(maxTokens - 1);
    ids.accept(vocabulary.begin());
    read(text, ids);
    return ids.closedBy(vocabulary.end());
  }

  /** Tokens of a text, without begin and end. Counts of texts add up when joined by white space. */
  public int countTokens(String text) {
    Count count = new Count();
    read(text, count);
    return count.total;
  }

  private void read(String text, TokenSink sink) {
    Word word = new Word(sink);
    int length = text.length();
    for (int i = 0; i < length && !sink.full(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (CharacterRules.isDropped(codePoint)) {
        continue;
      }
      if (CharacterRules.isSpace(codePoint)) {
        word.end();
      } else if (CharacterRules.isIdeograph(codePoint)) {
        word.end();
        word.append(codePoint);
        word.end();
      } else {
        word.append(codePoint);
      }
    }
    word.end();
  }

  /** Loaded on first use. */
  private static final class Bundled {
    private static final WordPieceTokenizer TOKENIZER =
        new WordPieceTokenizer(Vocabulary.bundled());
  }

  /** The word being read, after normalisation. */
  private final class Word {
    private final StringBuilder letters = new StringBuilder(LONGEST_WORD + 2);
    private final TokenSink sink;
    private int length;

    Word(TokenSink sink) {
      this.sink = sink;
    }

    void append(int codePoint) {
      if (codePoint < 0x80) {
        appendNormalised(Character.toLowerCase(codePoint));
        return;
      }
      String decomposed = CharacterRules.decompose(codePoint);
      for (int i = 0; i < decomposed.length(); ) {
        int part = decomposed.codePointAt(i);
        i += Character.charCount(part);
        if (Character.getType(part) != Character.NON_SPACING_MARK) {
          appendNormalised(Character.toLowerCase(part));
        }
      }
    }

    private void appendNormalised(int codePoint) {
      if (CharacterRules.isPunctuation(codePoint)) {
        end();
        add(codePoint);
        end();
      } else {
        add(codePoint);
      }
    }

    private void add(int codePoint) {
      if (length <= LONGEST_WORD) {
        letters.appendCodePoint(codePoint);
        length++;
      }
    }

    void end() {
      if (length > LONGEST_WORD) {
        sink.accept(vocabulary.unknown());
      } else if (length > 0) {
        vocabulary.split(letters.toString(), sink);
      }
      letters.setLength(0);
      length = 0;
    }
  }

  private static final class Count implements TokenSink {
    private int total;

    @Override
    public void accept(int id) {
      total++;
    }

    @Override
    public boolean full() {
      return false;
    }
  }

  private static final class Ids implements TokenSink {
    private final int limit;
    private long[] ids;
    private int size;

    Ids(int limit) {
      this.limit = limit;
      this.ids = new long[Math.min(limit + 1, 64)];
    }

    @Override
    public void accept(int id) {
      if (size < limit) {
        add(id);
      }
    }

    @Override
    public boolean full() {
      return size >= limit;
    }

    long[] closedBy(int end) {
      add(end);
      return Arrays.copyOf(ids, size);
    }

    private void add(int id) {
      if (size == ids.length) {
        ids = Arrays.copyOf(ids, size * 2);
      }
      ids[size++] = id;
    }
  }
}
