package io.hypnos.engine.extraction;

import java.util.Set;

/**
 * What stands before the clause proper: "Actually,", "I think", "Last week".
 *
 * @param corrected whether it announces a correction
 * @param denied whether it denies what was said before
 * @param hedged whether the speaker is not sure
 * @param next where the clause proper begins
 */
record Lead(boolean corrected, boolean denied, boolean hedged, int next) {
  private static final Set<String> FILLERS =
      StopWords.words(
          """
          well ok okay so oh and but also hey hi yes yeah yep no btw fyi note honestly anyway because
          plus then sorry hmm um uh wow hello today nowadays currently now please recently lately
          since although though while however unfortunately luckily fortunately remember
          """);
  private static final Set<String> CORRECTIONS =
      Set.of("actually", "correction", "update", "sorry", "instead", "edit");
  private static final Set<String> HEDGES =
      Set.of("maybe", "perhaps", "apparently", "supposedly", "possibly", "allegedly");
  private static final Set<String> HEDGING_VERBS =
      Set.of("think", "guess", "believe", "suppose", "assume", "suspect", "heard", "hear");
  private static final Set<String> TELLING_VERBS =
      Set.of(
          "know", "remember", "mean", "mentioned", "realized", "realised", "told", "said", "say");
  private static final Set<String> PERSONS =
      Set.of("i", "we", "my", "our", "he", "she", "they", "his", "her", "their");
  private static final int FARTHEST = 7;

  static Lead of(Clause clause) {
    boolean corrected = false;
    boolean denied = false;
    boolean hedged = false;
    int index = 0;
    boolean moved = true;
    while (moved && index < clause.size()) {
      int before = index;
      String key = clause.key(index);
      corrected |= CORRECTIONS.contains(key) && (index + 1 < clause.size());
      hedged |= HEDGES.contains(key);
      int denial = denial(clause, index);
      denied |= denial > index;
      if (clause.isMark(index)
          || FILLERS.contains(key)
          || CORRECTIONS.contains(key)
          || HEDGES.contains(key)) {
        index++;
      } else if (denial > index) {
        index = denial;
      } else if (clause.has(index, "by", "the", "way")
          || clause.has(index, "these", "days")
          || clause.has(index, "in", "fact")
          || clause.has(index, "as", "of")) {
        index += clause.has(index, "by") ? 3 : 2;
      } else if (key.equals("i")) {
        int verb =
            index
                + 1
                + (clause.has(index + 1, "do", "not") ? 2 : clause.has(index + 1, "just") ? 1 : 0);
        boolean opinion = HEDGING_VERBS.contains(clause.key(verb));
        int inner = afterTelling(clause, verb, opinion);
        if (inner > 0) {
          hedged |= opinion;
          index = inner;
        }
      }
      moved = index > before;
    }
    return new Lead(corrected, denied, hedged, toPerson(clause, index));
  }

  /** "I think (that) I ...": where the inner clause begins, or -1. */
  private static int afterTelling(Clause clause, int verb, boolean opinion) {
    if (!opinion && !TELLING_VERBS.contains(clause.key(verb))) {
      return -1;
    }
    int next = verb + 1;
    next += clause.key(next).equals("you") && !opinion ? 1 : 0;
    boolean that = clause.key(next).equals("that");
    next += that ? 1 : 0;
    boolean subject =
        clause.is(next, PERSONS) || clause.isCapitalised(next) || clause.is(next, Set.of("the"));
    boolean telling = opinion || that || clause.is(verb, Set.of("mean", "told", "mentioned"));
    return subject && telling ? next : -1;
  }

  /** "That is not true", "that's wrong". */
  private static int denial(Clause clause, int index) {
    if (!clause.has(index, "that", "is") && !clause.has(index, "this", "is")) {
      return index;
    }
    int next = index + 2;
    boolean not = clause.is(next, Set.of("not", "no"));
    next += not ? 1 : 0;
    next += clause.is(next, Set.of("longer")) ? 1 : 0;
    boolean truth = clause.is(next, Set.of("true", "right", "correct", "accurate"));
    boolean wrong = clause.is(next, Set.of("wrong", "incorrect", "false", "outdated"));
    return (not && truth) || (!not && wrong) ? next + 1 : index;
  }

  /** Skips a time in front: "Last week I ...", "In 2019 we ...". */
  private static int toPerson(Clause clause, int index) {
    boolean time =
        clause.is(
                index,
                Set.of(
                    "last",
                    "in",
                    "on",
                    "yesterday",
                    "this",
                    "next",
                    "since",
                    "a",
                    "two",
                    "three",
                    "until",
                    "from",
                    "after",
                    "before",
                    "as",
                    "starting",
                    "tomorrow",
                    "every",
                    "for"))
            || clause.isNumber(index)
            || CalendarNames.MONTHS.containsKey(clause.key(index));
    if (!time) {
      return index;
    }
    for (int i = index + 1; i < Math.min(clause.size(), index + FARTHEST); i++) {
      if (clause.is(i, PERSONS)) {
        return i;
      }
    }
    return index;
  }
}
