package io.hypnos.engine.extraction;

import io.hypnos.engine.extraction.Lemmas.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts a sentence where a second statement begins: "I live in Oslo | and work at Equinor". */
final class ClauseSplitter {
  private static final Set<String> JOINTS =
      Set.of(
          "and", "but", "so", "while", "whereas", "though", "although", "because", "then", "plus");
  private static final Set<String> SUBJECTS =
      Set.of(
          "i", "i'm", "i've", "i'd", "i'll", "we", "we're", "we've", "we'll", "my", "our", "he",
          "she", "he's", "she's", "they", "it", "it's", "you", "the", "his", "her", "their");
  private static final Set<String> ADVERBS =
      Set.of(
          "now",
          "then",
          "also",
          "currently",
          "recently",
          "today",
          "still",
          "really",
          "instead",
          "just",
          "never",
          "no",
          "longer",
          "don't",
          "do",
          "not",
          "can",
          "can't",
          "am",
          "used",
          "to",
          "finally",
          "always",
          "usually",
          "often");
  private static final Set<String> PLAIN_VERBS =
      Set.of(
          "live", "work", "have", "own", "speak", "know", "prefer", "hate", "enjoy", "like", "love",
          "dislike", "adore", "use", "play", "moved");
  private static final Set<String> AFTER_NOUN_LIKE =
      Set.of("at", "in", "for", "as", "a", "an", "the", "my", "with", "to");
  private static final Set<String> NOUN_LIKE = Set.of("work", "use", "play", "love", "like");
  private static final int SHORTEST = 3;

  private ClauseSplitter() {}

  static List<List<Word>> of(List<Word> sentence) {
    List<List<Word>> clauses = new ArrayList<>();
    int start = 0;
    for (int i = 1; i < sentence.size(); i++) {
      if (i - start >= SHORTEST && begins(sentence, i)) {
        clauses.add(sentence.subList(start, i));
        start = i;
      }
    }
    clauses.add(sentence.subList(start, sentence.size()));
    return clauses;
  }

  private static boolean begins(List<Word> words, int i) {
    Word word = words.get(i);
    Word before = words.get(i - 1);
    if (before.isMark(';') || before.isMark('—') || before.isMark('–')) {
      return true;
    }
    boolean joint = JOINTS.contains(word.key());
    if (joint && i + 1 < words.size()) {
      int next = i + 1;
      int guard = 0;
      while (next < words.size() && guard++ < 3 && ADVERBS.contains(words.get(next).key())) {
        next++;
      }
      return next < words.size()
          && (SUBJECTS.contains(words.get(next).key())
              || isNameWithVerb(words, next)
              || isFiniteVerb(words, next, next > i + 1));
    }
    return before.isMark(',')
        && (SUBJECTS.contains(word.key()) && !word.key().equals("the"))
        && !afterShortLead(words, i);
  }

  /** "Last week, I moved": the comma ends a lead, not a statement. */
  private static boolean afterShortLead(List<Word> words, int i) {
    for (int k = Math.max(0, i - 6); k < i; k++) {
      if (SUBJECTS.contains(words.get(k).key()) || Lemmas.of(words.get(k).key()).isPresent()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNameWithVerb(List<Word> words, int i) {
    return words.get(i).isCapitalised()
        && i + 1 < words.size()
        && Lemmas.of(words.get(i + 1).key())
            .filter(verb -> verb.form() != Form.ING && !words.get(i + 1).isCapitalised())
            .isPresent();
  }

  private static boolean isFiniteVerb(List<Word> words, int i, boolean afterAdverb) {
    String key = words.get(i).key();
    return Lemmas.of(key)
        .filter(
            verb ->
                switch (verb.form()) {
                  case THIRD, PAST -> !words.get(i).isCapitalised();
                  case BASE ->
                      PLAIN_VERBS.contains(key)
                          && (afterAdverb
                              || !NOUN_LIKE.contains(key)
                              || (i + 1 < words.size()
                                  && AFTER_NOUN_LIKE.contains(words.get(i + 1).key())));
                  case PARTICIPLE, ING -> false;
                })
        .isPresent();
  }
}
