package io.hypnos.engine.extraction;

import io.hypnos.engine.extraction.LanguageModels.Tagged;
import io.hypnos.engine.extraction.Lemmas.Form;
import io.hypnos.engine.extraction.Word.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tagger's word classes, set right where it is known to err on short talk. */
final class ConceptTags {
  /** Words that fill a phrase but are no concept, and add nothing in front of one. */
  private static final Set<String> EMPTY =
      StopWords.words(
          """
          thing things lot lots way ways kind kinds sort bit stuff one ones couple something anything
          everything nothing someone anyone everyone somebody nobody number example part time times
          day days week weeks month months year years hour hours minute minutes today tomorrow
          yesterday tonight morning evening afternoon night weekend moment while reason case fact
          new good great nice big small large same other own last next many much few several first
          second whole entire different certain real main little bad best better old late early
          recent current latest favorite favourite please thanks hello hi hey yes ok okay lol haha
          wow guy guys folks people person half top end side back pm am etc next due able sure ready
          happy glad sorry available important
          """);

  private static final Set<String> TASTES =
      StopWords.words(
          """
          like likes love loves enjoy enjoys hate hates dislike dislikes into quit stop stopped start
          started prefer prefers of about at and practice tried try
          """);

  private ConceptTags() {}

  static boolean isPart(String tag) {
    return tag.equals("NOUN") || tag.equals("PROPN") || tag.equals("ADJ");
  }

  static boolean isEmptyWord(String key) {
    return EMPTY.contains(key);
  }

  static String tag(Clause clause, int i, String[] tags, int from) {
    Word word = clause.word(i);
    String key = word.key();
    String tag = tags[i - from];
    if (word.kind() != Kind.WORD) {
      return word.kind() == Kind.UNSPACED ? "NOUN" : "X";
    } else if (StopWords.contains(key) || key.equals("'s")) {
      return "X";
    }
    Optional<Form> form = Lemmas.of(key).map(Lemmas.Verb::form);
    boolean afterSubject =
        i > 0 && isSubject(clause, i - 1) && (i < 2 || !isPart(tags, i - 2, from));
    if (afterSubject && (form.isPresent() || looksLikeVerb(clause, i, tags, from))) {
      return "VERB";
    }
    boolean ing = key.endsWith("ing") && key.length() > 5;
    if (ing && tag.equals("VERB") && clause.is(i - 1, TASTES)) {
      return "NOUN";
    }
    if (word.isCapitalised() && !word.first() && !tag.equals("PROPN") && i > 0) {
      return tag.equals("ADJ") ? "ADJ" : "PROPN";
    }
    if (word.first() && word.isCapitalised() && tag.equals("PRON") && !StopWords.contains(key)) {
      return "PROPN";
    }
    return tag;
  }

  private static boolean isPart(String[] tags, int i, int from) {
    return i >= from && isPart(tags[i - from]);
  }

  /** A name or a pronoun that may be the subject of what follows. */
  private static boolean isSubject(Clause clause, int i) {
    return clause.is(i, Set.of("i", "we", "you", "they", "he", "she", "who", "it"))
        || (clause.isCapitalised(i) && clause.word(i).first());
  }

  /** "Anna prefers short answers": tagged a noun, but what follows is its object. */
  private static boolean looksLikeVerb(Clause clause, int i, String[] tags, int from) {
    String key = clause.key(i);
    boolean ending = (key.endsWith("s") && !key.endsWith("ss")) || key.endsWith("ed");
    if (!ending
        || clause.isCapitalised(i)
        || i + 1 >= clause.size()
        || i + 1 - from >= tags.length) {
      return false;
    }
    String next = tags[i + 1 - from];
    return List.of("DET", "ADJ", "NOUN", "PROPN", "ADP", "ADV", "PRON", "NUM", "PART")
        .contains(next);
  }

  static boolean isAdjectiveRun(List<Integer> run, Clause clause, String[] tags, int from) {
    return run.stream().allMatch(i -> tag(clause, i, tags, from).equals("ADJ"))
        || clause.isCapitalised(run.get(run.size() - 1));
  }

  static boolean isHead(Clause clause, int i, String[] tags, int from) {
    return !tag(clause, i, tags, from).equals("ADJ") && !isEmptyWord(clause.key(i));
  }

  static String singular(Clause clause, int i, Tagged tagged, int from) {
    String key = clause.key(i);
    String lemma = tagged.lemmas()[i - from];
    boolean name = clause.isCapitalised(i) && !clause.word(i).first();
    boolean plural = (key.endsWith("s") && !key.endsWith("ss")) || !lemma.endsWith("s");
    boolean usable = lemma.length() > 1 && lemma.charAt(0) == key.charAt(0) && !lemma.equals("O");
    return name || !usable || !plural || key.endsWith("ing") ? key : Words.key(lemma);
  }
}
