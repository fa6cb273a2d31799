package io.hypnos.engine.extraction;

import io.hypnos.engine.extraction.Lemmas.Form;
import io.hypnos.engine.extraction.Lemmas.Verb;
import java.util.Optional;
import java.util.Set;

/**
 * A verb with what stands before it: "do not", "used to", "have been", "am going to", "no longer".
 *
 * @param wish "would": what is wished is not so
 * @param can "can" or "could"
 * @param next the index behind the verb
 */
record VerbGroup(
    String lemma,
    boolean past,
    boolean negative,
    boolean ended,
    boolean historical,
    boolean planned,
    boolean begun,
    boolean still,
    boolean now,
    boolean perfect,
    boolean wish,
    boolean can,
    int next) {

  private static final Set<String> ADVERBS =
      StopWords.words(
          """
          also really usually recently just always generally mostly actually finally officially
          personally definitely absolutely totally both all probably mainly primarily typically
          often sometimes quite rather simply already truly genuinely newly both so very soon
          """);
  private static final int MOST_AUXILIARIES = 20;
  private static final Set<String> PLANS =
      Set.of(
          "plan",
          "plans",
          "planning",
          "hope",
          "hoping",
          "intend",
          "intending",
          "want",
          "wants",
          "wanted",
          "hoped",
          "planned",
          "about");
  private static final Set<String> MODALS =
      Set.of("should", "must", "may", "might", "shall", "need", "needs", "ought");

  static Optional<VerbGroup> at(Clause clause, int start) {
    return new Reader(clause, start).read();
  }

  private static final class Reader {
    private final Clause clause;
    private int index;
    private boolean negative;
    private boolean ended;
    private boolean historical;
    private boolean planned;
    private boolean begun;
    private boolean still;
    private boolean now;
    private boolean perfect;
    private boolean wish;
    private boolean can;
    private boolean pastAuxiliary;
    private boolean reopened;

    Reader(Clause clause, int start) {
      this.clause = clause;
      this.index = start;
    }

    Optional<VerbGroup> read() {
      boolean moved = true;
      for (int i = 0; moved && index < clause.size() && i < MOST_AUXILIARIES; i++) {
        moved = skipAdverb() || skipAuxiliary();
      }
      Optional<Verb> verb = Lemmas.of(clause.key(index));
      if (verb.isEmpty()) {
        return Optional.empty();
      }
      if (verb.get().lemma().equals("be")) {
        index++;
        boolean adverb = true;
        while (adverb && index < clause.size()) {
          adverb = skipAdverb();
        }
        index--;
      }
      boolean anymore =
          clause.find(index, Set.of("anymore")) > 0
              || (clause.find(index, Set.of("any")) > 0
                  && clause.has(clause.find(index, Set.of("any")), "any", "more"));
      boolean past = !perfect && (pastAuxiliary || verb.get().form() == Form.PAST);
      return Optional.of(
          new VerbGroup(
              verb.get().lemma(),
              past && !historical,
              negative || ended,
              ended || (negative && anymore),
              historical,
              planned,
              begun,
              still,
              now
                  || clause.contains(Set.of("now", "nowadays"))
                  || clause.find(index, Set.of("currently")) > 0,
              perfect,
              wish,
              can,
              index + 1));
    }

    private boolean skipAdverb() {
      String key = clause.key(index);
      if (clause.has(index, "no", "longer")) {
        ended = true;
        index += 2;
        return true;
      }
      still |= key.equals("still");
      now |= key.equals("now") || key.equals("currently");
      negative |= key.equals("not") || key.equals("never");
      boolean skipped =
          ADVERBS.contains(key)
              || key.equals("still")
              || key.equals("now")
              || key.equals("currently")
              || key.equals("not")
              || key.equals("never");
      index += skipped ? 1 : 0;
      return skipped;
    }

    private boolean skipAuxiliary() {
      String key = clause.key(index);
      if (clause.has(index, "used", "to")) {
        return skip(2, () -> historical = true);
      } else if (Set.of("do", "does", "did").contains(key) && leadsToVerb(index + 1)) {
        return skip(1, () -> pastAuxiliary |= key.equals("did"));
      } else if (Set.of("will", "shall").contains(key)) {
        return skip(1, () -> planned = true);
      } else if (key.equals("would")) {
        return skip(1, () -> wish = true);
      } else if (key.equals("can") || key.equals("could")) {
        return skip(1, () -> can = true);
      } else if (MODALS.contains(key) || PLANS.contains(key)) {
        int to = clause.key(index + 1).equals("to") ? 2 : 1;
        return skip(to, () -> planned = true);
      }
      return skipHaveOrBe(key) || skipPhase(key);
    }

    private boolean skipHaveOrBe(String key) {
      if (Set.of("have", "has", "had").contains(key) && isParticiple(afterAdverbs(index + 1))) {
        return skip(1, () -> perfect = true);
      }
      boolean be = Set.of("am", "is", "are", "was", "were", "been", "be").contains(key);
      int after = afterAdverbs(index + 1);
      if (be && clause.has(after, "going", "to")) {
        return skipTo(after + 2, () -> planned = true);
      } else if (be && PLANS.contains(clause.key(after)) && clause.key(after + 1).equals("to")) {
        return skipTo(after + 2, () -> planned = true);
      } else if (be && isIng(after)) {
        boolean moving =
            Set.of("moving", "relocating", "joining", "leaving").contains(clause.key(after));
        boolean wasIng = key.equals("was") || key.equals("were");
        return skip(
            1,
            () -> {
              planned |= moving;
              historical |= wasIng;
            });
      }
      return false;
    }

    /** "stopped liking", "started working", "still keep using". */
    private boolean skipPhase(String key) {
      if (!isIng(index + 1) || reopened) {
        return false;
      }
      String lemma = Lemmas.of(key).map(Verb::lemma).orElse("");
      return switch (lemma) {
        case "stop", "quit" ->
            skip(
                1,
                () -> {
                  ended = true;
                  reopened = true;
                });
        case "start", "begin" ->
            skip(
                1,
                () -> {
                  begun = true;
                  reopened = true;
                });
        case "keep", "continue" ->
            skip(
                1,
                () -> {
                  still = true;
                  reopened = true;
                });
        default -> false;
      };
    }

    private boolean skip(int words, Runnable effect) {
      return skipTo(index + words, effect);
    }

    private boolean skipTo(int next, Runnable effect) {
      for (int i = index; i < next; i++) {
        negative |= clause.key(i).equals("not") || clause.key(i).equals("never");
        still |= clause.key(i).equals("still");
      }
      effect.run();
      index = next;
      return true;
    }

    private int afterAdverbs(int from) {
      int i = from;
      while (i < clause.size()
          && i < from + 6
          && (ADVERBS.contains(clause.key(i))
              || Set.of("not", "never", "still", "now", "currently").contains(clause.key(i)))) {
        i++;
      }
      return i;
    }

    private boolean leadsToVerb(int from) {
      int i = afterAdverbs(from);
      return Lemmas.of(clause.key(i)).isPresent()
          || MODALS.contains(clause.key(i))
          || clause.has(i, "use", "to")
          || clause.has(i, "no", "longer")
          || (i < clause.size() && !clause.isMark(i));
    }

    private boolean isParticiple(int i) {
      return Lemmas.of(clause.key(i))
          .filter(verb -> verb.form() == Form.PARTICIPLE || verb.form() == Form.PAST)
          .isPresent();
    }

    private boolean isIng(int i) {
      return Lemmas.of(clause.key(i)).filter(verb -> verb.form() == Form.ING).isPresent();
    }
  }
}
