package io.hypnos.engine.extraction;

import java.util.Optional;
import java.util.Set;

/**
 * The subject of an English clause.
 *
 * @param owner whom the clause is about, or who owns the thing it is about
 * @param noun the thing: "dentist appointment" in "my dentist appointment"; empty for a person
 * @param next the index behind it
 */
record SubjectPhrase(How how, Subject owner, String noun, int next) {
  enum How {
    PERSON,
    /** "my car", "Anna's wife". */
    POSSESSED,
    /** "the staging server". */
    THING
  }

  private static final Set<String> VERBS =
      StopWords.words(
          """
          is are was were am has have had will would can could may might must should does do did not
          runs uses needs costs works lives moved starts begins ends leaves got gets became becomes
          supports requires takes opens closes expires arrives lands happens now
          """);
  private static final Set<String> NO_NAMES =
      StopWords.words(
          """
          i the a an this that these those it there here what who why how when where which my our
          your his her their he she they we you let please always never yes no if do does did can
          could would should will is are was were as for and but or so in on at to of with from
          tell show give find remind don't make note goal todo hi hello thanks thank everyone
          someone nobody everything nothing something today tomorrow yesterday
          """);
  private static final Set<String> PLURAL_VERBS =
      Set.of("live", "work", "like", "love", "speak", "prefer", "own", "use");
  private static final int LONGEST_NOUN = 6;

  static Optional<SubjectPhrase> at(
      Clause clause, int index, Speaker speaker, Optional<Subject> named) {
    String key = clause.key(index);
    return switch (key) {
      case "i" -> person(speaker.self(), index + 1);
      case "we" ->
          person(we(speaker), index + (clause.is(index + 1, Set.of("all", "both")) ? 2 : 1));
      case "you" -> speaker.addressed().flatMap(subject -> person(subject, index + 1));
      case "he", "she" -> named.flatMap(subject -> person(subject, index + 1));
      case "my" -> possessed(clause, index + 1, speaker.self());
      case "our" -> possessed(clause, index + 1, we(speaker));
      case "your" -> speaker.addressed().flatMap(subject -> possessed(clause, index + 1, subject));
      case "his", "her" -> named.flatMap(subject -> possessed(clause, index + 1, subject));
      case "the", "this" -> thing(clause, index + 1);
      default -> name(clause, index);
    };
  }

  private static Subject we(Speaker speaker) {
    return speaker.role() == Speaker.Role.OTHER
        ? new Subject(Subject.Kind.ORGANIZATION, speaker.name())
        : Subject.ORGANIZATION;
  }

  private static Optional<SubjectPhrase> person(Subject subject, int next) {
    return Optional.of(new SubjectPhrase(How.PERSON, subject, "", next));
  }

  private static Optional<SubjectPhrase> possessed(Clause clause, int index, Subject owner) {
    int end = nounEnd(clause, index);
    return end == index
        ? Optional.empty()
        : Optional.of(new SubjectPhrase(How.POSSESSED, owner, noun(clause, index, end), end));
  }

  private static Optional<SubjectPhrase> thing(Clause clause, int index) {
    int end = nounEnd(clause, index);
    if (end == index) {
      return Optional.empty();
    }
    String noun = noun(clause, index, end);
    return Optional.of(new SubjectPhrase(How.THING, Subject.external(noun), noun, end));
  }

  /** "Anna", "Anna Lee", "Anna's wife", "Project Apollo". */
  private static Optional<SubjectPhrase> name(Clause clause, int index) {
    int end = index;
    while (end < clause.size()
        && end - index < 4
        && (clause.isCapitalised(end) || isIdentifier(clause, end))
        && !NO_NAMES.contains(clause.key(end))
        && !(end > index && VERBS.contains(clause.key(end)))) {
      end++;
    }
    if (end == index) {
      return Optional.empty();
    }
    if (clause.word(index).first() && end == index + 1 && !leadsLikeName(clause, end)) {
      return Optional.empty();
    }
    Subject subject = Subject.external(clause.text(index, end));
    if (clause.key(end).equals("'s")) {
      return possessed(clause, end + 1, subject);
    }
    return person(subject, end);
  }

  /** A capital at the beginning is no sign of a name: "Sounds like", "Been working". */
  private static boolean leadsLikeName(Clause clause, int next) {
    String first = clause.key(next - 1);
    boolean common = StopWords.contains(first) || first.endsWith("ing");
    boolean base =
        Lemmas.of(clause.key(next)).filter(verb -> verb.form() == Lemmas.Form.BASE).isPresent()
            && !VERBS.contains(clause.key(next));
    return !common && !base && Lemmas.of(first).isEmpty();
  }

  private static boolean isIdentifier(Clause clause, int index) {
    return clause.word(index).kind() == Word.Kind.IDENTIFIER;
  }

  private static int nounEnd(Clause clause, int index) {
    int end = index;
    while (end < clause.size()
        && end - index < LONGEST_NOUN
        && !clause.isMark(end)
        && !endsNoun(clause, end, index)) {
      end++;
    }
    return end < clause.size() && endsNoun(clause, end, index) ? end : index;
  }

  private static boolean endsNoun(Clause clause, int end, int from) {
    boolean afterPlural = end > from && clause.key(end - 1).endsWith("s");
    return VERBS.contains(clause.key(end)) || (afterPlural && clause.is(end, PLURAL_VERBS));
  }

  private static String noun(Clause clause, int from, int to) {
    StringBuilder noun = new StringBuilder();
    for (int i = from; i < to; i++) {
      noun.append(i == from ? "" : " ").append(clause.key(i));
    }
    return noun.toString();
  }
}
