package io.hypnos.engine.concept;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * A concept without regard to case, spacing and compatible spellings. Ordered by code point, which
 * is the byte order of the database.
 */
record ConceptKey(String text) implements Comparable<ConceptKey> {
  /** Two of them have to fit into one entry of an index. */
  static final int MOST_BYTES = 1000;

  /** As the table has it. */
  private static final int LONGEST = 512;

  /** The key of a spelling; empty when nothing is left of it or it cannot be kept. */
  static Optional<ConceptKey> of(String spelling) {
    String key = normalised(spelling);
    boolean keepable =
        !key.isEmpty() && key.codePointCount(0, key.length()) <= LONGEST && isStorable(key);
    return keepable && key.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
        ? Optional.of(new ConceptKey(key))
        : Optional.empty();
  }

  static String normalised(String spelling) {
    // Lower case first: the capital sharp s has no upper case to be folded by.
    String folded =
        Normalizer.normalize(spelling, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFKC)
        .replaceAll("[\\s\\p{Z}\\p{Cc}&&[^\\u0000]]+", " ")
        .strip();
  }

  private static boolean isStorable(String key) {
    return key.codePoints()
        .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }

  @Override
  public int compareTo(ConceptKey other) {
    int length = Math.min(text.length(), other.text.length());
    for (int i = 0; i < length; ) {
      int mine = text.codePointAt(i);
      int theirs = other.text.codePointAt(i);
      if (mine != theirs) {
        return Integer.compare(mine, theirs);
      }
      i += Character.charCount(mine);
    }
    return Integer.compare(text.length(), other.text.length());
  }
}
