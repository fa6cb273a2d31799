package io.hypnos.engine.extraction;

import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Appointments: when they are, that they moved, that they are off. */
final class EventRules {
  private static final Set<String> EVENTS =
      StopWords.words(
          """
          meeting appointment flight exam interview deadline standup call dinner lunch party wedding
          class lesson train shift review sync demo launch release presentation conference concert
          workshop session checkup surgery trip vacation holiday match game webinar retro
          retrospective ceremony graduation date delivery rehearsal viewing hearing
          """);
  private static final Set<String> MOVED =
      StopWords.words("moved rescheduled postponed pushed shifted delayed brought changed");
  private static final Set<String> CANCELLED = Set.of("cancelled", "canceled", "off", "scrapped");
  private static final Set<String> TIMES =
      StopWords.words(
          "is are starts begins leaves ends was will departs arrives happens takes 's now got has"
              + " opens lands");

  private EventRules() {}

  /** Whether a noun of an event ends the words from one index to another. */
  static boolean isEvent(Clause clause, int from, int to) {
    for (int i = from; i < Math.min(clause.size(), Math.max(to, from + 1)); i++) {
      if (EVENTS.contains(clause.key(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether something is said to be moved to another time. */
  static boolean moves(Clause clause) {
    return clause.contains(MOVED);
  }

  static boolean isEvent(String noun) {
    for (String word : noun.split(" ", -1)) {
      if (EVENTS.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /** "I have a meeting with Bob tomorrow at 3 pm". */
  static void appointment(Scene scene, int noun, ValueSpan.Words value) {
    int with = scene.near(8, "with");
    String name = scene.clause().text(noun, value.to());
    if (with >= value.to()) {
      ValueSpan.Words whom = PersonRules.name(scene, with + 1);
      name = whom.isEmpty() ? name : name + " with " + scene.clause().text(whom.from(), whom.to());
    }
    when(scene, name, false);
  }

  /** "The meeting with Bob is at 3 pm", "my flight was moved to Friday", "the demo is off". */
  static boolean apply(Scene scene, String noun) {
    Clause clause = scene.clause();
    int start = scene.subject().next();
    int cancelled = clause.find(start, CANCELLED);
    int moved = clause.find(start, MOVED);
    boolean off = clause.key(cancelled).equals("off");
    boolean calledOff = off && clause.is(cancelled - 1, Set.of("is", "called", "are", "now", "'s"));
    if (cancelled >= 0 && cancelled < start + 6 && (!off || calledOff)) {
      scene.out().ending();
      scene
          .out()
          .addCanonical(
              Attribute.SCHEDULE,
              Canonical.of(noun),
              true,
              "cancelled",
              "cancelled",
              Optional.empty());
      return true;
    } else if (!clause.is(start, TIMES) && moved < 0) {
      return false;
    }
    return when(scene, noun, moved >= 0);
  }

  private static boolean when(Scene scene, String name, boolean moved) {
    List<DateMention> dates = scene.dates();
    if (dates.isEmpty()) {
      return false;
    }
    int to = scene.clause().find(scene.subject().next(), Set.of("to"));
    int from = scene.clause().find(scene.subject().next(), Set.of("from"));
    boolean fromFirst = moved && from >= 0 && to > from && dates.size() > 1;
    DateMention date = dates.get(fromFirst ? 1 : 0);
    if (moved) {
      scene.out().changing();
    }
    String value = scene.clause().source().substring(date.start(), date.end());
    scene
        .out()
        .addCanonical(
            Attribute.SCHEDULE,
            Canonical.of(name),
            true,
            value,
            canonical(date, scene),
            Optional.empty());
    return true;
  }

  /**
   * Day and time where each is told: {@code 2023-05-08T15:00}, {@code 2023-05-08}, {@code T15:00}.
   */
  private static String canonical(DateMention date, Scene scene) {
    String words = scene.clause().source().substring(date.start(), date.end());
    boolean timeOnly = date.time().isPresent() && Words.of(words).size() <= 2;
    String time = date.time().map(LocalTime::toString).map(text -> "T" + text).orElse("");
    String day = date.isOneDay() ? date.first().toString() : date.first() + "/" + date.last();
    return timeOnly ? time : day + time;
  }
}
