package io.hypnos.engine.extraction;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * All that a rule sees of one clause.
 *
 * @param out where the rule puts what it understood
 */
record Scene(
    Clause clause,
    SubjectPhrase subject,
    VerbGroup group,
    ValueSpan values,
    List<DateMention> dates,
    ZoneId zone,
    Findings out) {

  int next() {
    return group.next();
  }

  /** The index of a word within a few words behind the verb, or -1. */
  int near(int reach, String... keys) {
    for (int i = next(); i < Math.min(clause.size(), next() + reach); i++) {
      for (String key : keys) {
        if (clause.key(i).equals(key)) {
          return i;
        }
      }
      if (clause.isMark(i)) {
        return -1;
      }
    }
    return -1;
  }

  Optional<DateMention> firstDate() {
    return dates.stream().findFirst();
  }

  boolean isOf(Subject.Kind kind) {
    return subject.owner().kind() == kind;
  }
}
