package io.hypnos.engine.extraction;

import java.util.List;
import java.util.Set;

/** What somebody or something has, gets and gives away. */
final class HaveRules {
  private static final Set<String> NOTHING =
      StopWords.words(
          """
          question questions idea ideas problem problems issue issues headache cold plan plans feeling
          time fun chance look trouble doubt doubts note point access sense chat talk conversation
          break day days night week weekend year years lot bunch few couple access permission reason
          bad good great nice busy long hard rough to been never no dinner lunch breakfast hours hour
          minutes minute weeks months seen heard tried blast power love feelings passion support
          impact effect goal dream dreams hope interest respect need opportunity ability desire
          """);

  private HaveRules() {}

  static void apply(Scene scene) {
    switch (scene.group().lemma()) {
      case "have" -> have(scene, scene.next());
      case "get" -> get(scene);
      case "own" ->
          scene.out().many(Attribute.OWNERSHIP, "owns", scene.values().list(scene.next()));
      case "drive" -> drive(scene);
      case "buy", "adopt" -> acquire(scene);
      case "sell", "lose", "donate" -> part(scene);
      default -> ToolRules.apply(scene);
    }
  }

  private static void have(Scene scene, int from) {
    Clause clause = scene.clause();
    VerbGroup group = scene.group();
    if (clause.key(from).equals("to") || group.wish() || (group.past() && !group.historical())) {
      return;
    }
    boolean none = clause.key(from).equals("no");
    if (none) {
      scene.out().ending();
    }
    int noun = from + (none || clause.is(from, Set.of("a", "an", "any", "the", "my")) ? 1 : 0);
    ValueSpan.Words value =
        scene.values().until(from, Set.of("with", "for", "on", "at", "in", "from"));
    if (EventRules.isEvent(clause, noun, value.to())) {
      EventRules.appointment(scene, noun, value);
    } else if (clause.isNumber(from)) {
      count(scene, from);
    } else if (clause.has(noun + 1, "allergy") || clause.has(noun + 2, "allergy")) {
      int end = clause.find(noun, Set.of("allergy"));
      scene.out().many(Attribute.STATUS, "allergy", clause.text(noun, end));
    } else if (scene.subject().how() == SubjectPhrase.How.PERSON
        && !isNothing(clause, noun, value)) {
      possession(scene, from, noun, none);
    }
  }

  private static boolean isNothing(Clause clause, int noun, ValueSpan.Words value) {
    return value.isEmpty() || clause.is(noun, NOTHING) || clause.is(value.to() - 1, NOTHING);
  }

  /** "two cats", "32 GB of RAM": how many of what. */
  private static void count(Scene scene, int from) {
    NumberWords.Reading number = NumberWords.at(scene.clause().words(), from).orElseThrow();
    ValueSpan.Words what =
        scene
            .values()
            .until(
                number.next(), Set.of("with", "for", "on", "at", "in", "and", "named", "called"));
    String noun = Canonical.of(scene.clause().text(what.from(), what.to()));
    if (noun.isEmpty()
        || scene.clause().is(what.to() - 1, NOTHING)
        || scene.clause().is(what.from(), NOTHING)) {
      return;
    }
    boolean kin = Kin.CHILDREN.contains(scene.clause().key(what.from()));
    Attribute attribute =
        kin
            ? Attribute.RELATIONSHIP
            : scene.subject().how() == SubjectPhrase.How.PERSON
                ? Attribute.OWNERSHIP
                : Attribute.STATUS;
    scene.out().one(attribute, "number of " + noun, number.number());
  }

  private static void possession(Scene scene, int from, int noun, boolean none) {
    Clause clause = scene.clause();
    boolean article = noun > from;
    boolean named = clause.find(noun, Set.of("named", "called")) > 0;
    List<ValueSpan.Words> things = scene.values().list(from);
    if (Kin.contains(clause.key(noun)) && named) {
      int at = clause.find(noun, Set.of("named", "called"));
      boolean single = Kin.SINGLE.contains(clause.key(noun));
      ValueSpan.Words name = PersonRules.name(scene, at + 1);
      if (single) {
        scene.out().one(Attribute.RELATIONSHIP, clause.key(noun), name);
      } else if (!name.isEmpty()) {
        scene.out().many(Attribute.RELATIONSHIP, clause.key(noun), List.of(name));
      }
    } else if ((article || none)
        && !clause.is(
            things.isEmpty() ? noun : things.get(0).to(), Set.of("to", "that", "of", "in", "for"))
        && clause.find(noun, Set.of("to", "for", "that")) < 0) {
      scene.out().many(Attribute.OWNERSHIP, "owns", things.subList(0, Math.min(1, things.size())));
    }
  }

  private static void get(Scene scene) {
    Clause clause = scene.clause();
    int next = scene.next();
    if (scene.group().perfect()) {
      have(scene, next);
    } else if (clause.key(next).equals("married")) {
      scene.out().changing();
      marital(scene, next);
    } else if (clause.is(next, Set.of("divorced", "engaged"))) {
      scene.out().changing().one(Attribute.RELATIONSHIP, "marital status", clause.key(next));
    } else if (clause.has(next, "rid", "of")) {
      scene.out().ending().many(Attribute.OWNERSHIP, "owns", scene.values().list(next + 2));
    } else if (clause.has(next, "hired", "by") || clause.has(next, "hired", "at")) {
      scene
          .out()
          .changing()
          .one(
              Attribute.EMPLOYMENT,
              "employer",
              scene.values().until(next + 2, Set.of("as", "in", "for")));
    } else if (clause.has(next, "promoted", "to")) {
      scene
          .out()
          .changing()
          .one(Attribute.EMPLOYMENT, "role", scene.values().until(next + 2, Set.of("at", "in")));
    } else {
      job(scene, next);
    }
  }

  /** "got a new job at Acme as a baker". */
  private static void job(Scene scene, int next) {
    int job = scene.near(4, "job", "position");
    if (job < 0 || (!scene.group().past() && !scene.group().perfect())) {
      if (scene.group().past()
          && scene.clause().is(next, Set.of("a", "an"))
          && !scene.clause().is(next + 1, NOTHING)) {
        acquire(scene);
      }
      return;
    }
    int at = scene.clause().find(job, Set.of("at"));
    int as = scene.clause().find(job, Set.of("as"));
    scene.out().changing();
    if (at > 0) {
      scene
          .out()
          .one(Attribute.EMPLOYMENT, "employer", scene.values().until(at + 1, Set.of("as", "in")));
    }
    if (as > 0) {
      scene
          .out()
          .one(Attribute.EMPLOYMENT, "role", scene.values().until(as + 1, Set.of("at", "in")));
    }
  }

  static void marital(Scene scene, int at) {
    Clause clause = scene.clause();
    if (clause.key(at + 1).equals("to")) {
      scene.out().one(Attribute.RELATIONSHIP, "spouse", PersonRules.name(scene, at + 2));
    } else {
      scene.out().one(Attribute.RELATIONSHIP, "marital status", "married");
    }
  }

  private static void drive(Scene scene) {
    if (scene.clause().is(scene.next(), Set.of("a", "an")) && !scene.group().past()) {
      scene.out().many(Attribute.OWNERSHIP, "owns", first(scene));
    }
  }

  private static void acquire(Scene scene) {
    if (!scene.group().planned() && !scene.group().negative()) {
      scene.out().changing().many(Attribute.OWNERSHIP, "owns", first(scene));
    }
  }

  private static void part(Scene scene) {
    boolean own = scene.clause().is(scene.next(), Set.of("my", "our", "the", "his", "her"));
    if (own && scene.clause().is(scene.next() + 1, Set.of("job", "position"))) {
      scene.out().ending().one(Attribute.EMPLOYMENT, "employer", "job");
      return;
    }
    if (scene.clause().is(scene.next() + 1, NOTHING)) {
      return;
    }
    if (own && !scene.group().planned() && !scene.group().negative()) {
      scene.out().ending().many(Attribute.OWNERSHIP, "owns", first(scene));
    }
  }

  private static List<ValueSpan.Words> first(Scene scene) {
    ValueSpan.Words thing =
        scene
            .values()
            .until(
                scene.next(),
                Set.of("with", "for", "on", "at", "in", "from", "to", "and", "named", "called"));
    return thing.isEmpty() ? List.of() : List.of(thing);
  }
}
