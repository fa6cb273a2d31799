package io.hypnos.engine.extraction;

/**
 * A piece of a text: a word, a number, an identifier or a mark.
 *
 * @param key the piece for comparing: NFKC, small letters, bounded in length
 * @param first whether it begins a sentence
 */
record Word(String text, String key, int start, int end, Kind kind, boolean first) {
  enum Kind {
    WORD,
    /** A run of a script that puts no spaces between words. */
    UNSPACED,
    NUMBER,
    /** A mail address, URL, path, version, ticket, hash: kept whole. */
    IDENTIFIER,
    MARK
  }

  boolean isMark(char mark) {
    return kind == Kind.MARK && text.charAt(0) == mark;
  }

  boolean isCapitalised() {
    int initial = text.codePointAt(0);
    return kind == Kind.WORD && (Character.isUpperCase(initial) || Character.isTitleCase(initial));
  }
}
