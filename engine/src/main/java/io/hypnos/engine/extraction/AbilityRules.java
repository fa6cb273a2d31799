package io.hypnos.engine.extraction;

import java.util.List;
import java.util.Set;

/** What a person can do and does often: speaks, plays, eats. */
final class AbilityRules {
  private static final Set<String> HABITS = Set.of("eat", "drink", "smoke", "practice", "practise");

  private AbilityRules() {}

  static void apply(Scene scene) {
    String lemma = scene.group().lemma();
    switch (lemma) {
      case "speak" -> speak(scene);
      case "know" -> know(scene);
      case "learn" -> learn(scene);
      case "play", "swim", "cook", "code" -> ability(scene);
      case "study" -> study(scene);
      default -> {
        if (HABITS.contains(lemma)) {
          habit(scene);
        } else {
          HaveRules.apply(scene);
        }
      }
    }
  }

  private static void speak(Scene scene) {
    if (scene.clause().isCapitalised(scene.next())
        && !(scene.group().past() && !scene.group().historical())) {
      scene.out().many(Attribute.SKILL, "language", scene.values().list(scene.next()));
    }
  }

  private static void know(Scene scene) {
    if (scene.clause().has(scene.next(), "how", "to")) {
      scene.out().many(Attribute.SKILL, "ability", one(scene.values().thing(scene.next() + 2)));
    } else if (scene.clause().isCapitalised(scene.next()) && !scene.group().past()) {
      scene.out().many(Attribute.SKILL, "knowledge", scene.values().list(scene.next()));
    }
  }

  private static void learn(Scene scene) {
    Clause clause = scene.clause();
    int next = scene.next();
    next += clause.has(next, "how", "to") ? 2 : clause.key(next).equals("to") ? 1 : 0;
    boolean learned = scene.group().past() || scene.group().perfect();
    ValueSpan.Words value = scene.values().thing(next);
    if (next > scene.next() && learned) {
      scene.out().changing().many(Attribute.SKILL, "ability", one(value));
    } else if (!clause.is(next, Set.of("that", "about", "from", "a", "the", "of")) && !learned) {
      scene.out().many(Attribute.STATUS, "learning", one(value));
    }
  }

  /** "I can swim", "I play the piano", "I no longer play tennis". */
  private static void ability(Scene scene) {
    VerbGroup group = scene.group();
    ValueSpan.Words object = scene.values().thing(scene.next());
    String text = scene.clause().text(object.from(), object.to());
    String value = (group.lemma() + " " + text).strip();
    if (group.can()) {
      scene.out().many(Attribute.SKILL, "ability", value);
    } else if (!group.past() && !text.isEmpty()) {
      scene.out().many(Attribute.STATUS, "habit", value);
    }
  }

  private static void study(Scene scene) {
    if (!scene.group().past() && !scene.clause().is(scene.next(), Set.of("for", "at", "in"))) {
      scene
          .out()
          .many(
              Attribute.STATUS,
              "study",
              one(scene.values().until(scene.next(), Set.of("at", "in", "with", "for"))));
    }
  }

  private static void habit(Scene scene) {
    VerbGroup group = scene.group();
    if ((group.past() && !group.historical()) || group.planned() || group.wish()) {
      return;
    }
    List<ValueSpan.Words> objects = scene.values().list(scene.next());
    if (objects.isEmpty()) {
      scene.out().many(Attribute.STATUS, "habit", group.lemma());
    }
    for (ValueSpan.Words object : objects) {
      String text = scene.clause().text(object.from(), object.to());
      scene.out().many(Attribute.STATUS, "habit", group.lemma() + " " + text);
    }
  }

  private static List<ValueSpan.Words> one(ValueSpan.Words value) {
    return value.isEmpty() ? List.of() : List.of(value);
  }
}
