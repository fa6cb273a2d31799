package io.hypnos.engine.extraction;

import io.hypnos.engine.extraction.Word.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The form in which values are compared: small letters, stems, digits, no articles. */
final class Canonical {
  private static final Set<String> ARTICLES =
      Set.of(
          "the", "a", "an", "my", "our", "some", "any", "to", "der", "die", "das", "le", "la", "el",
          "les", "los", "las", "den", "dem", "very", "really");

  private Canonical() {}

  static String of(String value) {
    List<Word> words = Words.of(value);
    StringBuilder canonical = new StringBuilder();
    int index = 0;
    while (index < words.size()) {
      Word word = words.get(index);
      Optional<NumberWords.Reading> number = NumberWords.at(words, index);
      if (number.isPresent()) {
        append(canonical, number.get().number());
        index = number.get().next();
        continue;
      }
      boolean sign = word.kind() == Kind.MARK && "+#%$€£°".indexOf(word.text().charAt(0)) >= 0;
      if (sign) {
        canonical.append(word.text());
      } else if (word.kind() != Kind.MARK && !ARTICLES.contains(word.key())) {
        append(canonical, word.kind() == Kind.WORD ? Stems.of(word.key()) : word.key());
      }
      index++;
    }
    return canonical.toString();
  }

  private static void append(StringBuilder canonical, String part) {
    canonical.append(canonical.length() == 0 ? "" : " ").append(part);
  }
}
