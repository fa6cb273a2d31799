package io.hypnos.engine.extraction;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one English clause: lead, subject, verb, and the rules for that verb. */
final class EnglishRules {
  private static final Set<String> SWITCHES =
      Set.of("switch", "migrate", "use", "replace", "drop", "have");

  private EnglishRules() {}

  /**
   * @param named whom "he" or "she" means
   * @param carried the subject of the clause before, for a clause that has only a verb
   */
  static Parsed read(
      Clause clause,
      List<DateMention> dates,
      Speaker speaker,
      ZoneId zone,
      Optional<Subject> named,
      Optional<SubjectPhrase> carried) {
    Lead lead = Lead.of(clause);
    Optional<SubjectPhrase> own = SubjectPhrase.at(clause, lead.next(), speaker, named);
    Optional<VerbGroup> group = own.flatMap(phrase -> verb(clause, phrase));
    Optional<SubjectPhrase> subject = own;
    if (group.isEmpty() && carried.isPresent()) {
      SubjectPhrase before = carried.get();
      SubjectPhrase phrase =
          new SubjectPhrase(before.how(), before.owner(), before.noun(), lead.next());
      group = VerbGroup.at(clause, lead.next());
      subject = group.isPresent() ? Optional.of(phrase) : own;
    }
    if (subject.isEmpty() || group.isEmpty()) {
      return new Parsed(List.of(), lead, subject, false);
    }
    int firstDate = dates.stream().mapToInt(DateMention::start).min().orElse(Integer.MAX_VALUE);
    Findings findings =
        new Findings(
            clause, lead, owner(subject.get(), group.get(), speaker), group.get(), speaker);
    int verbEnd =
        group.get().next() > 0 && group.get().next() <= clause.size()
            ? clause.word(group.get().next() - 1).end()
            : 0;
    int dateStart =
        firstDate < verbEnd
            ? dates.stream()
                .mapToInt(DateMention::start)
                .filter(s -> s >= verbEnd)
                .min()
                .orElse(Integer.MAX_VALUE)
            : firstDate;
    Scene scene =
        new Scene(
            clause,
            subject.get(),
            group.get(),
            new ValueSpan(clause, dateStart),
            dates,
            zone,
            findings);
    apply(scene);
    return new Parsed(findings.drafts(), lead, subject, group.get().past());
  }

  /** What came out of a clause. */
  record Parsed(List<Draft> drafts, Lead lead, Optional<SubjectPhrase> subject, boolean past) {}

  private static Optional<VerbGroup> verb(Clause clause, SubjectPhrase phrase) {
    if (EventRules.isEvent(phrase.noun())) {
      Optional<VerbGroup> group = VerbGroup.at(clause, phrase.next());
      return group.isPresent()
          ? group
          : Optional.of(
              new VerbGroup(
                  "",
                  false,
                  false,
                  false,
                  false,
                  false,
                  false,
                  false,
                  false,
                  false,
                  false,
                  false,
                  Math.min(phrase.next() + 1, clause.size())));
    }
    return VerbGroup.at(clause, phrase.next());
  }

  /** What belongs to the speaker's life is the speaker's; "my sister lives" is the sister's. */
  private static Subject owner(SubjectPhrase phrase, VerbGroup group, Speaker speaker) {
    if (phrase.how() != SubjectPhrase.How.POSSESSED) {
      return EventRules.isEvent(phrase.noun()) ? speaker.self() : phrase.owner();
    } else if (EventRules.isEvent(phrase.noun())
        && phrase.owner().kind() == Subject.Kind.ORGANIZATION) {
      return speaker.self();
    }
    boolean person = Kin.contains(lastWord(phrase.noun()));
    return person && !group.lemma().equals("be") ? kin(phrase) : phrase.owner();
  }

  static Subject kin(SubjectPhrase phrase) {
    String whose = phrase.owner().name().map(name -> name + "'s ").orElse("");
    return Subject.external(whose + phrase.noun());
  }

  private static void apply(Scene scene) {
    SubjectPhrase subject = scene.subject();
    boolean be = scene.group().lemma().equals("be");
    boolean kin =
        subject.how() == SubjectPhrase.How.POSSESSED && Kin.contains(lastWord(subject.noun()));
    if (subject.how() == SubjectPhrase.How.PERSON || (kin && !be)) {
      if (be) {
        BeRules.apply(scene);
        if (scene.out().drafts().isEmpty() && scene.isOf(Subject.Kind.EXTERNAL)) {
          kinOf(scene);
        }
      } else {
        PersonRules.apply(scene);
      }
    } else if (SWITCHES.contains(scene.group().lemma())) {
      HaveRules.apply(scene);
    } else {
      PossessedRules.apply(scene);
    }
  }

  /** "Anna is my wife": the name is the value, the speaker the subject. */
  private static void kinOf(Scene scene) {
    Clause clause = scene.clause();
    int next = scene.next();
    String kin = clause.key(next + 1);
    boolean ends =
        next + 2 >= clause.size()
            || clause.isMark(next + 2)
            || clause.is(next + 2, Set.of("and", "now"));
    if (clause.key(next).equals("my") && Kin.contains(kin) && ends) {
      String slot = Set.of("wife", "husband").contains(kin) ? "spouse" : kin;
      scene.out().kin(slot, Kin.SINGLE.contains(kin), scene.subject().owner().name().orElse(""));
    }
  }

  private static String lastWord(String noun) {
    return noun.substring(noun.lastIndexOf(' ') + 1);
  }
}
