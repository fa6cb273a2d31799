package io.hypnos.engine.extraction;

import java.util.Set;

/** What kind of statement a clause is when no rule has understood more of it. */
final class StatementTypes {
  private static final Set<String> PAST =
      StopWords.words(
          """
          went saw met ate had did made took came got gave found told ran flew drove wrote won lost
          broke was were bought sold said felt thought began spent built sent caught fell taught read
          left became held brought paid sat stood
          """);
  private static final Set<String> PERSONS = Set.of("i", "we", "he", "she", "they");
  private static final Set<String> ASKING =
      StopWords.words(
          "what who whom whose where when why how which can could would should do does did is are"
              + " will");

  private StatementTypes() {}

  static boolean isQuestion(String sentence, Clause clause) {
    return sentence.endsWith("?")
        || sentence.endsWith("？")
        || (clause.is(0, ASKING)
            && clause.is(1, Set.of("you", "i", "we", "is", "are", "do", "does")));
  }

  static FactType of(Clause clause) {
    int decided = clause.find(0, Set.of("decided", "agreed", "decision"));
    boolean lets = clause.has(0, "let", "us", "go") || clause.has(0, "let", "us", "use");
    if (lets || (decided >= 0 && decided <= 3)) {
      return FactType.DECISION;
    }
    return isPast(clause) ? FactType.EPISODE : FactType.FACT;
  }

  private static boolean isPast(Clause clause) {
    for (int i = 0; i < clause.size(); i++) {
      boolean subject = clause.is(i, PERSONS) || clause.isCapitalised(i);
      String verb = clause.key(i + 1);
      boolean past = PAST.contains(verb) || (verb.length() > 4 && verb.endsWith("ed"));
      if (subject && past) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is something worth keeping in it: two content words at least. */
  static boolean saysSomething(Clause clause) {
    long content =
        clause.words().stream()
            .filter(word -> word.kind() != Word.Kind.MARK && !StopWords.contains(word.key()))
            .count();
    boolean unspaced =
        clause.words().stream()
            .anyMatch(word -> word.kind() == Word.Kind.UNSPACED && word.text().length() >= 4);
    return content >= 2 || unspaced;
  }
}
