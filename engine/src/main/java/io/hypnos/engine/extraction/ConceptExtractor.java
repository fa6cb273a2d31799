package io.hypnos.engine.extraction;

import io.hypnos.engine.extraction.LanguageModels.Tagged;
import io.hypnos.engine.extraction.Word.Kind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a text is about: its noun phrases, names and identifiers, in small letters and the singular.
 * English by tagging, other languages by runs of content words. Thread-safe; linear; reads the
 * beginning of a long text.
 */
public final class ConceptExtractor {
  private static final int MOST_CHARACTERS = 10_000;
  private static final int MOST_WORDS = 2_000;
  private static final int MOST_WORDS_AT_ONCE = 80;
  private static final int LONGEST_PHRASE = 4;
  private static final int LONGEST_CONCEPT = 100;

  private final int most;

  /**
   * @param most concepts of one text at most
   */
  public ConceptExtractor(int most) {
    this.most = most;
  }

  /** The concepts of a text in the order in which they first occur. */
  public List<String> extract(String text) {
    Set<String> concepts = new LinkedHashSet<>();
    String beginning = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
    int words = 0;
    for (Span span : SentenceSplitter.of(beginning)) {
      if (concepts.size() < most && words < MOST_WORDS) {
        words += sentence(span.of(beginning), concepts);
      }
    }
    return concepts.stream().limit(most).toList();
  }

  /** Returns how many words were looked at. */
  private static int sentence(String sentence, Set<String> concepts) {
    List<Word> words = withoutRepeatedMarks(Words.of(sentence));
    if (words.isEmpty()) {
      return 0;
    }
    if (PhraseFallback.isForeign(words)) {
      PhraseFallback.read(words, phrase -> add(concepts, phrase));
      return words.size();
    }
    Clause clause = Clause.of(sentence, words);
    boolean[] dated = dated(sentence, clause);
    for (int from = 0; from < clause.size(); from += MOST_WORDS_AT_ONCE) {
      int to = Math.min(clause.size(), from + MOST_WORDS_AT_ONCE);
      phrases(clause, from, to, dated, concepts);
    }
    return words.size();
  }

  /** A line of dashes is one dash; and no sentence costs more than the most. */
  private static List<Word> withoutRepeatedMarks(List<Word> words) {
    List<Word> kept = new ArrayList<>();
    for (Word word : words) {
      boolean repeated =
          word.kind() == Kind.MARK
              && !kept.isEmpty()
              && kept.get(kept.size() - 1).kind() == Kind.MARK;
      if (!repeated && kept.size() < MOST_WORDS) {
        kept.add(word);
      }
    }
    return kept;
  }

  /** Days and times are when, not what. */
  private static boolean[] dated(String sentence, Clause clause) {
    List<DateMention> dates = DateWords.inPast(sentence, Instant.EPOCH, ZoneOffset.UTC);
    boolean[] dated = new boolean[clause.size()];
    int date = 0;
    for (int i = 0; i < clause.size(); i++) {
      int start = clause.word(i).start();
      while (date < dates.size() && dates.get(date).end() <= start) {
        date++;
      }
      dated[i] = date < dates.size() && start >= dates.get(date).start();
    }
    return dated;
  }

  private static void phrases(
      Clause clause, int from, int to, boolean[] dated, Set<String> concepts) {
    String[] words = new String[to - from];
    for (int i = from; i < to; i++) {
      String text = clause.word(i).text();
      words[i - from] = text.length() > LONGEST_CONCEPT ? "x" : text;
    }
    Tagged tagged = LanguageModels.shared().tag(words);
    List<Integer> run = new ArrayList<>();
    for (int i = from; i < to; i++) {
      String tag = dated[i] ? "X" : ConceptTags.tag(clause, i, tagged.tags(), from);
      boolean ownerBefore = clause.key(i - 1).equals("'s");
      if (ownerBefore || !ConceptTags.isPart(tag)) {
        flush(clause, run, tagged, from, concepts);
      }
      if (clause.word(i).kind() == Kind.IDENTIFIER) {
        add(concepts, clause.key(i));
      } else if (ConceptTags.isPart(tag)) {
        if (tag.equals("ADJ")
            && !run.isEmpty()
            && !ConceptTags.isAdjectiveRun(run, clause, tagged.tags(), from)) {
          flush(clause, run, tagged, from, concepts);
        }
        run.add(i);
      }
    }
    flush(clause, run, tagged, from, concepts);
  }

  private static void flush(
      Clause clause, List<Integer> run, Tagged tagged, int from, Set<String> concepts) {
    int last = run.size();
    while (last > 0 && !ConceptTags.isHead(clause, run.get(last - 1), tagged.tags(), from)) {
      last--;
    }
    int first = Math.max(0, last - LONGEST_PHRASE);
    while (first < last && ConceptTags.isEmptyWord(clause.key(run.get(first)))) {
      first++;
    }
    if (first < last) {
      StringBuilder phrase = new StringBuilder();
      for (int k = first; k < last; k++) {
        int i = run.get(k);
        boolean head = k == last - 1;
        phrase.append(k == first ? "" : " ");
        phrase.append(head ? ConceptTags.singular(clause, i, tagged, from) : clause.key(i));
      }
      add(concepts, phrase.toString());
    }
    run.clear();
  }

  private static void add(Set<String> concepts, String concept) {
    boolean trivial = concept.length() < 2 || ConceptTags.isEmptyWord(concept);
    if (!trivial && concept.length() <= LONGEST_CONCEPT && !StopWords.contains(concept)) {
      concepts.add(concept);
    }
  }
}
