package io.hypnos.engine.extraction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the assistant is told to do from now on: "always ...", "never ...", "call me ...". */
final class InstructionRules {
  private static final Set<String> IMPERATIVES =
      StopWords.words(
          """
          always never avoid use ensure answer reply respond write call include exclude format
          explain summarize summarise address refer treat do don't stop prefer default
          """);
  private static final Set<String> ANSWERING =
      Set.of("answer", "reply", "respond", "write", "speak", "talk");

  /** "Don't worry", "never give up": said to cheer, not to rule. */
  private static final Set<String> ENCOURAGING =
      Set.of(
          "worry",
          "forget",
          "give",
          "let",
          "be",
          "hesitate",
          "mind",
          "here",
          "feel",
          "get",
          "look");

  private InstructionRules() {}

  /** Nothing when the clause tells nobody to do anything. */
  static Optional<List<Draft>> read(Clause clause, Speaker speaker) {
    // Only the person of the memory tells the assistant what to do; others talk to each other.
    int start = speaker.role() == Speaker.Role.USER ? start(clause) : -1;
    if (start < 0) {
      return Optional.empty();
    }
    List<Draft> drafts = new ArrayList<>();
    boolean negative =
        clause.is(start, Set.of("never", "avoid", "stop")) || clause.has(start, "do", "not");
    int verb =
        start
            + (clause.has(start, "do", "not")
                ? 2
                : clause.is(start, Set.of("always", "never", "avoid", "stop")) ? 1 : 0);
    verb += clause.is(verb, Set.of("ever", "please")) ? 1 : 0;
    int in = clause.find(verb, Set.of("in"));
    if (clause.is(verb, ENCOURAGING)) {
      return Optional.empty();
    }
    ValueSpan values = new ValueSpan(clause, Integer.MAX_VALUE);
    if (ANSWERING.contains(clause.key(verb))
        && in > 0
        && clause.isCapitalised(in + 1)
        && !negative) {
      drafts.add(draft(speaker, "answer language", true, clause.text(in + 1, in + 2), false));
    } else if (clause.has(verb, "call", "me") && clause.isCapitalised(verb + 2) && !negative) {
      drafts.add(draft(speaker, "form of address", true, clause.text(verb + 2, verb + 3), false));
    } else {
      ValueSpan.Words rule = values.thing(verb);
      drafts.add(draft(speaker, "rule", false, clause.text(rule.from(), rule.to()), negative));
    }
    return Optional.of(
        drafts.stream()
            .filter(draft -> !draft.claim().orElseThrow().canonical().isEmpty())
            .toList());
  }

  private static int start(Clause clause) {
    int index = 0;
    while (index < clause.size()
        && (clause.isMark(index)
            || clause.is(index, Set.of("please", "and", "but", "also", "ok", "okay", "so")))) {
      index++;
    }
    if (clause.has(index, "from", "now", "on")) {
      index += 3;
      index += clause.isMark(index) ? 1 : 0;
      index += clause.is(index, Set.of("please")) ? 1 : 0;
    } else if (clause.has(index, "make", "sure", "to")) {
      return index + 3;
    } else if (clause.has(index, "you", "should") || clause.has(index, "you", "must")) {
      return index + 2;
    } else if (clause.has(index, "you", "can", "call", "me")) {
      return index + 2;
    }
    boolean imperative =
        (IMPERATIVES.contains(clause.key(index)) || clause.is(index, ANSWERING))
            && !clause.has(index, "do", "you")
            && !clause.has(index, "use", "of");
    boolean does = clause.key(index).equals("do") && !clause.key(index + 1).equals("not");
    return imperative && !does ? index : -1;
  }

  private static Draft draft(
      Speaker speaker, String slot, boolean single, String value, boolean negative) {
    Claim claim =
        new Claim(Attribute.PREFERENCE, slot, single, value, Canonical.of(value), Optional.empty());
    return new Draft(
        speaker.self(),
        FactType.INSTRUCTION,
        Optional.of(claim),
        negative ? Polarity.NEGATIVE : Polarity.POSITIVE,
        TemporalStatus.CURRENT,
        ChangeType.ADDITION,
        Optional.empty());
  }
}
