package io.hypnos.engine.extraction;

import java.util.List;
import java.util.Set;

/** What somebody is: a nurse, 34, vegan, allergic, married, from somewhere. */
final class BeRules {
  private static final Set<String> DIETS =
      Set.of("vegan", "vegetarian", "pescatarian", "gluten-free", "lactose-intolerant", "omnivore");
  private static final Set<String> MARITAL =
      Set.of("single", "married", "divorced", "engaged", "widowed", "separated");
  private static final Set<String> OCCUPATIONS =
      StopWords.words(
          """
          nurse chef cook pilot artist student guard clerk judge coach architect accountant analyst
          assistant scientist engineer surgeon therapist intern freelancer cto ceo cfo coo vp vet
          lawyer midwife barista dj consultant founder mechanic plumber librarian musician physician
          """);
  private static final Set<String> NO_OCCUPATIONS =
      StopWords.words(
          """
          lover owner member believer person mother father brother sister number beginner follower
          user dreamer listener reader speaker eater drinker sleeper learner winner loser foreigner
          teenager stranger customer partner bit writer-at-heart fan big huge better other
          """);

  private BeRules() {}

  static void apply(Scene scene) {
    Clause clause = scene.clause();
    int next = scene.next();
    scene.out().pastIsOver();
    if (clause.is(next, Set.of("from"))) {
      if (clause.isCapitalised(next + 1)) {
        scene.out().one(Attribute.STATUS, "origin", scene.values().place(next + 1));
      }
    } else if (clause.has(next, "allergic", "to")) {
      scene.out().many(Attribute.STATUS, "allergy", scene.values().list(next + 2));
    } else if (clause.is(next, Set.of("based", "located", "staying"))
        && PersonRules.isPlaceWord(clause.key(next + 1))) {
      scene.out().one(Attribute.RESIDENCE, "residence", scene.values().place(next + 2));
    } else if (clause.is(next, Set.of("employed")) && clause.is(next + 1, Set.of("at", "by"))) {
      scene
          .out()
          .one(
              Attribute.EMPLOYMENT, "employer", scene.values().until(next + 2, Set.of("as", "in")));
    } else if (clause.is(next, Set.of("called", "named")) && clause.isCapitalised(next + 1)) {
      scene.out().one(Attribute.STATUS, "name", PersonRules.name(scene, next + 1));
    } else {
      state(scene, next);
    }
  }

  private static void state(Scene scene, int next) {
    Clause clause = scene.clause();
    if (clause.is(next, DIETS) || (clause.is(next, Set.of("a")) && clause.is(next + 1, DIETS))) {
      scene
          .out()
          .one(Attribute.STATUS, "diet", clause.key(clause.is(next, DIETS) ? next : next + 1));
    } else if (clause.key(next).equals("married")) {
      HaveRules.marital(scene, next);
    } else if (clause.is(next, MARITAL)) {
      scene.out().one(Attribute.RELATIONSHIP, "marital status", clause.key(next));
    } else if (clause.is(next, Set.of("fluent", "proficient"))
        && clause.key(next + 1).equals("in")) {
      scene
          .out()
          .many(
              Attribute.SKILL,
              clause.key(next).equals("fluent") ? "language" : "knowledge",
              scene.values().list(next + 2));
    } else if (clause.is(next, Set.of("unemployed", "retired", "self-employed", "freelancing"))) {
      scene.out().one(Attribute.EMPLOYMENT, "role", clause.key(next));
    } else if (clause.isNumber(next)) {
      age(scene, next);
    } else {
      taste(scene, next);
    }
  }

  private static void age(Scene scene, int next) {
    NumberWords.Reading number = NumberWords.at(scene.clause().words(), next).orElseThrow();
    boolean years = scene.clause().has(number.next(), "years", "old");
    boolean end =
        number.next() >= scene.clause().size()
            || scene.clause().isMark(number.next())
            || scene.clause().is(number.next(), Set.of("now", "and", "today"));
    if (number.number().length() <= 3 && (years || end)) {
      scene.out().one(Attribute.STATUS, "age", number.number());
    }
  }

  private static void taste(Scene scene, int next) {
    Clause clause = scene.clause();
    int of = clause.find(next, Set.of("of"));
    boolean fan = clause.find(next, Set.of("fan", "fond")) >= 0 && of > 0 && of <= next + 5;
    boolean tired = clause.is(next, Set.of("tired", "sick")) && clause.key(next + 1).equals("of");
    if (fan) {
      scene.out().many(Attribute.PREFERENCE, "like", scene.values().list(of + 1));
    } else if (tired) {
      scene.out().inverting().many(Attribute.PREFERENCE, "like", scene.values().list(next + 2));
    } else if (clause.is(next, Set.of("into"))) {
      scene.out().many(Attribute.PREFERENCE, "like", scene.values().list(next + 1));
    } else if (clause.has(next, "interested", "in")) {
      scene.out().many(Attribute.PREFERENCE, "interest", scene.values().list(next + 2));
    } else {
      occupation(scene, next);
    }
  }

  private static void occupation(Scene scene, int next) {
    Clause clause = scene.clause();
    if (!clause.is(next, Set.of("a", "an", "the"))) {
      return;
    }
    ValueSpan.Words value =
        scene
            .values()
            .until(next, Set.of("at", "for", "in", "with", "from", "and", "who", "on", "by"));
    if (value.isEmpty() || !isOccupation(clause.key(value.to() - 1))) {
      int of = clause.find(next, Set.of("of"));
      if (of < 0
          || !clause.is(next + 1, Set.of("head", "director", "vp", "president", "manager"))) {
        return;
      }
    }
    scene.out().one(Attribute.EMPLOYMENT, "role", value);
    int at = clause.find(value.to(), Set.of("at", "for"));
    if (at == value.to() && clause.isCapitalised(at + 1)) {
      scene
          .out()
          .one(
              Attribute.EMPLOYMENT,
              "employer",
              scene.values().until(at + 1, Set.of("in", "and", "with")));
    }
  }

  static boolean isOccupation(String noun) {
    if (NO_OCCUPATIONS.contains(noun)) {
      return false;
    }
    return OCCUPATIONS.contains(noun)
        || (noun.length() > 5
            && List.of("er", "or", "ist", "ian", "eer", "ant").stream().anyMatch(noun::endsWith));
  }
}
