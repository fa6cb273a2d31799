package io.hypnos.engine.extraction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Where the value of a claim ends, and how one value in many is cut apart. */
final class ValueSpan {
  private static final Set<String> STOPS =
      StopWords.words(
          """
          because since but which who although though while when if where unless so whereas anymore
          instead until till as especially except thanks
          """);
  private static final Set<String> PLACE_STOPS =
      Set.of("with", "for", "at", "after", "before", "and", "during");
  private static final Set<String> TRAILING =
      StopWords.words(
          """
          now again too already currently lately recently today though still most best well really
          more very much lot a so days these right moment the at any as all either yet please just
          currently nowadays
          """);
  private static final Set<String> DETERMINERS =
      Set.of(
          "the", "a", "an", "my", "our", "to", "some", "any", "his", "her", "their", "your", "this",
          "that");
  private static final Set<String> PRONOUNS =
      Set.of(
          "it",
          "that",
          "this",
          "them",
          "these",
          "those",
          "him",
          "her",
          "you",
          "me",
          "us",
          "one",
          "what",
          "how",
          "to",
          "everything",
          "nothing",
          "something",
          "anything",
          "both",
          "so");
  private static final int LONGEST_PART = 5;

  private final Clause clause;
  private final int dateStart;

  /**
   * @param dateStart where in the text the first date of the clause begins, to end values before it
   */
  ValueSpan(Clause clause, int dateStart) {
    this.clause = clause;
    this.dateStart = dateStart;
  }

  /** Indices of the first word and behind the last. */
  record Words(int from, int to) {
    boolean isEmpty() {
      return to <= from;
    }
  }

  Words thing(int from) {
    return trimmed(from, end(from, Set.of(), false));
  }

  Words place(int from) {
    return trimmed(from, end(from, PLACE_STOPS, true));
  }

  /** As {@link #thing}, ended also by some words of the rule. */
  Words until(int from, Set<String> more) {
    return trimmed(from, end(from, more, false));
  }

  /** A value of many: "tea, coffee and cake" is three. */
  List<Words> list(int from) {
    return parts(trimmed(from, listEnd(from)));
  }

  /** The parts of a value of many. */
  List<Words> parts(Words whole) {
    List<Words> parts = new ArrayList<>();
    int start = whole.from();
    for (int i = whole.from(); i <= whole.to(); i++) {
      boolean separates =
          i == whole.to() || clause.is(i, Set.of("and", "or", "&")) || clause.word(i).isMark(',');
      if (separates) {
        Words part = trimmed(start, i);
        if (part.to() - part.from() > LONGEST_PART
            && whole.to() - part.from() > 0
            && parts.isEmpty()) {
          return whole.isEmpty() ? List.of() : List.of(whole);
        }
        if (!part.isEmpty()) {
          parts.add(part);
        }
        start = i + 1;
      }
    }
    return parts;
  }

  private int listEnd(int from) {
    int end = end(from, Set.of(), false);
    while (end < clause.size()
        && clause.word(end).isMark(',')
        && end + 1 < clause.size()
        && !clause.is(end + 1, STOPS)
        && clause.find(end, Set.of("and", "or")) > 0) {
      end = end(end + 1, Set.of(), false);
    }
    return end;
  }

  private int end(int from, Set<String> more, boolean commaNames) {
    int i = from;
    while (i < clause.size() && clause.word(i).start() < dateStart) {
      boolean comma = clause.word(i).isMark(',');
      boolean nameGoesOn = commaNames && comma && clause.isCapitalised(i + 1) && i > from;
      boolean stops =
          (clause.isMark(i) && !nameGoesOn && !isInner(i))
              || STOPS.contains(clause.key(i))
              || more.contains(clause.key(i));
      if (stops && i > from) {
        return i;
      } else if (stops) {
        return from;
      }
      i++;
    }
    return i;
  }

  /** Marks that belong to a value: "C++", "R&D", "#1", "$5", quotes. */
  private boolean isInner(int index) {
    return "+#&$€£%/'\"@*°".indexOf(clause.word(index).text().charAt(0)) >= 0;
  }

  private Words trimmed(int from, int to) {
    int first = from;
    int last = Math.min(to, clause.size());
    while (first < last
        && (DETERMINERS.contains(clause.key(first)) || (clause.isMark(first) && !isInner(first)))) {
      first++;
    }
    while (last > first
        && (TRAILING.contains(clause.key(last - 1))
            || (clause.isMark(last - 1) && !isInner(last - 1))
            || (last < clause.size()
                && clause.word(last).start() >= dateStart
                && clause.is(last - 1, Set.of("on", "in", "at", "by", "from", "the", "of"))))) {
      last--;
    }
    boolean pronoun = last - first == 1 && PRONOUNS.contains(clause.key(first));
    return new Words(first, pronoun ? first : last);
  }
}
