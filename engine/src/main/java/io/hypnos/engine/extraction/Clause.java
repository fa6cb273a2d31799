package io.hypnos.engine.extraction;

import io.hypnos.engine.extraction.Word.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A part of a sentence as words, short forms written out ("I'm" is two words of one place). */
final class Clause {
  private static final Set<String> PRONOUNS =
      Set.of("he", "she", "it", "that", "there", "what", "who", "here", "this");
  private static final Map<String, String> ENDINGS =
      Map.of("'m", "am", "'ve", "have", "'re", "are", "'ll", "will", "'d", "would");
  private static final Map<String, String> IRREGULAR_NEGATIONS =
      Map.of("won't", "will", "can't", "can", "shan't", "shall", "ain't", "am");

  private final String text;
  private final List<Word> words;

  private Clause(String text, List<Word> words) {
    this.text = text;
    this.words = words;
  }

  /** Words of the whole text that lie within a span of it. */
  static Clause of(String text, List<Word> words) {
    List<Word> expanded = new ArrayList<>(words.size() + 4);
    for (Word word : words) {
      expand(word, expanded);
    }
    return new Clause(text, expanded);
  }

  private static void expand(Word word, List<Word> into) {
    String key = word.key();
    int apostrophe = key.lastIndexOf('\'');
    boolean onlyEnding = key.equals("n't");
    if (word.kind() != Kind.WORD || onlyEnding || (apostrophe <= 0 && !key.equals("cannot"))) {
      into.add(word);
    } else if (key.equals("cannot")) {
      both(word, "can", "not", into);
    } else if (key.equals("let's")) {
      both(word, "let", "us", into);
    } else if (key.endsWith("n't")) {
      String verb = IRREGULAR_NEGATIONS.getOrDefault(key, key.substring(0, key.length() - 3));
      both(word, verb, "not", into);
    } else if (ENDINGS.containsKey(key.substring(apostrophe))) {
      both(word, key.substring(0, apostrophe), ENDINGS.get(key.substring(apostrophe)), into);
    } else if (key.endsWith("'s")) {
      String owner = key.substring(0, apostrophe);
      both(word, owner, PRONOUNS.contains(owner) ? "is" : "'s", into);
    } else {
      into.add(word);
    }
  }

  private static void both(Word word, String head, String tail, List<Word> into) {
    int cut = Math.min(head.length(), word.text().length());
    into.add(
        new Word(
            word.text().substring(0, cut),
            head,
            word.start(),
            word.start() + cut,
            Kind.WORD,
            word.first()));
    into.add(new Word(tail, tail, word.start() + cut, word.end(), Kind.WORD, false));
  }

  int size() {
    return words.size();
  }

  Word word(int index) {
    return words.get(index);
  }

  List<Word> words() {
    return words;
  }

  /** The key of a word, empty beyond the ends. */
  String key(int index) {
    return index >= 0 && index < words.size() ? words.get(index).key() : "";
  }

  boolean is(int index, Set<String> keys) {
    return keys.contains(key(index));
  }

  boolean isCapitalised(int index) {
    return index >= 0
        && index < words.size()
        && words.get(index).isCapitalised()
        && !words.get(index).key().equals("i");
  }

  boolean isMark(int index) {
    return index >= 0 && index < words.size() && words.get(index).kind() == Kind.MARK;
  }

  boolean isNumber(int index) {
    return index >= 0 && index < words.size() && NumberWords.at(words, index).isPresent();
  }

  /** Whether these words stand here, one after the other. */
  boolean has(int index, String... keys) {
    for (int i = 0; i < keys.length; i++) {
      if (!key(index + i).equals(keys[i])) {
        return false;
      }
    }
    return true;
  }

  boolean contains(Set<String> keys) {
    return words.stream().anyMatch(word -> keys.contains(word.key()));
  }

  /** The first of these words at or behind an index, or -1. */
  int find(int from, Set<String> keys) {
    for (int i = Math.max(from, 0); i < words.size(); i++) {
      if (keys.contains(words.get(i).key())) {
        return i;
      }
    }
    return -1;
  }

  /** The text from one word to another (without it). */
  String text(int from, int to) {
    return from >= to ? "" : text.substring(words.get(from).start(), words.get(to - 1).end());
  }

  Span span() {
    return words.isEmpty()
        ? new Span(0, 0)
        : new Span(words.get(0).start(), words.get(words.size() - 1).end());
  }

  String source() {
    return text;
  }
}
