package io.hypnos.engine.extraction;

import java.util.List;
import java.util.Set;

/** What a person does: lives, works, likes, speaks. The subject is somebody, not something. */
final class PersonRules {
  private static final Set<String> PLACE = Set.of("in", "at", "near", "on", "outside");
  private static final Set<String> WORK_STOPS =
      Set.of("as", "in", "on", "for", "since", "with", "from", "and");
  private static final Set<String> NO_PLACES =
      Set.of("tears", "work", "bed", "management", "sales", "production", "school", "next");

  private PersonRules() {}

  static void apply(Scene scene) {
    switch (scene.group().lemma()) {
      case "live", "reside", "settle" -> live(scene);
      case "move", "relocate" -> move(scene);
      case "work" -> work(scene);
      case "join" -> join(scene);
      case "quit", "leave", "resign" -> leave(scene);
      case "retire" -> scene.out().changing().one(Attribute.EMPLOYMENT, "role", "retired");
      case "like", "love", "enjoy", "adore" -> like(scene, false);
      case "hate", "dislike", "detest", "loathe" -> like(scene, true);
      case "stand" -> cannotStand(scene);
      case "prefer" -> prefer(scene);
      case "marry" ->
          scene.out().changing().one(Attribute.RELATIONSHIP, "spouse", name(scene, scene.next()));
      case "date" -> scene.out().one(Attribute.RELATIONSHIP, "partner", name(scene, scene.next()));
      case "turn" -> turn(scene);
      case "decide", "agree", "choose", "pick" -> decide(scene);
      case "go" -> go(scene);
      default -> AbilityRules.apply(scene);
    }
  }

  private static void live(Scene scene) {
    int preposition = scene.near(3, "in", "at", "near", "on", "outside");
    if (preposition >= 0 && !scene.group().wish()) {
      scene.out().pastIsOver();
      scene.out().one(Attribute.RESIDENCE, "residence", scene.values().place(preposition + 1));
    }
  }

  private static void move(Scene scene) {
    if (scene.isOf(Subject.Kind.ORGANIZATION)
        || scene.subject().how() != SubjectPhrase.How.PERSON) {
      ToolRules.change(scene);
      return;
    }
    int from = scene.near(4, "from");
    int to = scene.near(8, "to");
    int out = scene.near(2, "out");
    if (isDirect(scene, to) || (to >= 0 && from >= 0 && from < to)) {
      ValueSpan.Words place =
          scene.values().until(to + 1, Set.of("from", "with", "for", "and", "after"));
      if (isPlace(scene, place)) {
        if (from >= 0) {
          int end = from < to ? to : scene.clause().size();
          ValueSpan.Words old = scene.values().until(from + 1, Set.of("to", "with", "for"));
          scene.out().from(scene.clause().text(old.from(), Math.min(old.to(), end)));
        }
        scene.out().changing().one(Attribute.RESIDENCE, "residence", place);
      }
    } else if (from >= 0 && scene.clause().key(from - 1).equals("away")) {
      scene.out().ending().one(Attribute.RESIDENCE, "residence", scene.values().place(from + 1));
    } else if (out >= 0 && scene.clause().key(out + 1).equals("of")) {
      scene.out().ending().one(Attribute.RESIDENCE, "residence", scene.values().place(out + 2));
    }
  }

  /** "moved back to Oslo", not "moved my desk to the window". */
  private static boolean isDirect(Scene scene, int to) {
    return to == scene.next()
        || (to == scene.next() + 1
            && scene
                .clause()
                .is(
                    scene.next(),
                    Set.of("back", "over", "out", "away", "up", "down", "again", "permanently")));
  }

  private static boolean isPlace(Scene scene, ValueSpan.Words place) {
    if (place.isEmpty()) {
      return false;
    }
    boolean article = scene.clause().is(place.from() - 1, Set.of("a", "an", "my", "our"));
    boolean oneWord = place.to() - place.from() == 1;
    return scene.clause().isCapitalised(place.from())
        || scene.clause().word(place.from()).kind() == Word.Kind.UNSPACED
        || (oneWord && !article && !NO_PLACES.contains(scene.clause().key(place.from())));
  }

  private static void work(Scene scene) {
    if (scene.group().wish()) {
      return;
    }
    scene.out().pastIsOver();
    int at = scene.near(4, "at", "for");
    int as = scene.clause().find(scene.next(), Set.of("as"));
    int in = scene.near(2, "in");
    if (at >= 0
        && !scene.clause().is(at + 1, Set.of("home", "night", "nights", "a", "myself", "the"))) {
      scene.out().one(Attribute.EMPLOYMENT, "employer", scene.values().until(at + 1, WORK_STOPS));
    }
    if (as >= 0 && scene.clause().is(as + 1, Set.of("a", "an", "the"))) {
      scene
          .out()
          .one(
              Attribute.EMPLOYMENT,
              "role",
              scene.values().until(as + 1, Set.of("at", "for", "in", "and", "with")));
    }
    if (in >= 0 && !scene.clause().isCapitalised(in + 1)) {
      scene.out().one(Attribute.EMPLOYMENT, "field", scene.values().until(in + 1, WORK_STOPS));
    }
  }

  private static void join(Scene scene) {
    if (scene.clause().isCapitalised(scene.next())) {
      scene
          .out()
          .changing()
          .one(Attribute.EMPLOYMENT, "employer", scene.values().until(scene.next(), WORK_STOPS));
    }
  }

  private static void leave(Scene scene) {
    Clause clause = scene.clause();
    int next = scene.next() + (clause.key(scene.next()).equals("from") ? 1 : 0);
    if (clause.key(next).endsWith("ing") && scene.group().lemma().equals("quit")) {
      scene.out().ending().many(Attribute.STATUS, "habit", scene.values().list(next));
      return;
    }
    int job = clause.find(next, Set.of("job", "position"));
    int at = clause.find(Math.max(job, next), Set.of("at"));
    if (job >= 0 && job <= next + 2) {
      if (at > job) {
        scene
            .out()
            .ending()
            .one(Attribute.EMPLOYMENT, "employer", scene.values().until(at + 1, WORK_STOPS));
      } else {
        scene.out().ending().one(Attribute.EMPLOYMENT, "employer", "job");
      }
    } else if (clause.isCapitalised(next)) {
      scene
          .out()
          .ending()
          .one(Attribute.EMPLOYMENT, "employer", scene.values().until(next, WORK_STOPS));
    }
  }

  private static void like(Scene scene, boolean inverted) {
    VerbGroup group = scene.group();
    boolean about = group.past() && !group.historical() && !group.ended();
    boolean doubled = inverted && group.negative();
    boolean clauseFollows =
        scene.clause().is(scene.next(), Set.of("that", "how", "when", "what", "it", "why", "this"))
            || scene.clause().find(scene.next(), Set.of("you", "your", "i", "we")) >= 0;
    if (group.wish() || about || doubled || group.can() || group.planned() || clauseFollows) {
      return;
    }
    if (inverted) {
      scene.out().inverting();
    }
    scene.out().many(Attribute.PREFERENCE, "like", scene.values().list(scene.next()));
  }

  private static void cannotStand(Scene scene) {
    if (scene.group().can() && scene.group().negative()) {
      scene.out().many(Attribute.PREFERENCE, "like", scene.values().list(scene.next()));
    }
  }

  private static void prefer(Scene scene) {
    if (scene.group().past() && !scene.group().historical()) {
      return;
    }
    ValueSpan.Words value =
        scene.values().until(scene.next(), Set.of("to", "over", "than", "rather"));
    scene.out().many(Attribute.PREFERENCE, "prefer", value.isEmpty() ? List.of() : List.of(value));
  }

  private static void turn(Scene scene) {
    NumberWords.Reading age =
        scene.next() < scene.clause().size()
            ? NumberWords.at(scene.clause().words(), scene.next()).orElse(null)
            : null;
    if (age != null && age.number().length() <= 3) {
      scene.out().changing().one(Attribute.STATUS, "age", age.number());
    }
  }

  private static void decide(Scene scene) {
    if (scene.group().past() || scene.group().perfect()) {
      scene.out().plain(FactType.DECISION);
    }
  }

  /** "We went with Kafka", "we are going with Kafka". */
  private static void go(Scene scene) {
    if (scene.clause().key(scene.next()).equals("with") && scene.isOf(Subject.Kind.ORGANIZATION)) {
      scene.out().plain(FactType.DECISION);
    }
  }

  /** A name of one to four words, or nothing. */
  static ValueSpan.Words name(Scene scene, int from) {
    int to = from;
    while (to < scene.clause().size()
        && to - from < 5
        && (scene.clause().isCapitalised(to) || isTitleDot(scene.clause(), to))) {
      to++;
    }
    return new ValueSpan.Words(from, to);
  }

  private static boolean isTitleDot(Clause clause, int index) {
    return clause.isMark(index)
        && clause.word(index).isMark('.')
        && clause.is(index - 1, Set.of("dr", "mr", "mrs", "ms", "prof", "st"));
  }

  static boolean isPlaceWord(String key) {
    return PLACE.contains(key);
  }
}
