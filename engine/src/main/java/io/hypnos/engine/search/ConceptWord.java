package io.hypnos.engine.search;

import java.text.Normalizer;
import java.util.Locale;

/** A concept without regard to case, spacing and compatible spellings. */
final class ConceptWord {
  private ConceptWord() {}

  static String fold(String concept) {
    String folded =
        Normalizer.normalize(concept, Normalizer.Form.NFKC)
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFKC)
        .replaceAll("(?U)\\s+", " ")
        .strip();
  }
}
