package io.hypnos.engine.extraction;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** "My wife is Anna", "our staging server is down", "the port is 8080": a thing and what it is. */
final class PossessedRules {
  private static final Set<String> CONTACT =
      StopWords.words(
          "email e-mail phone number mobile cell address handle github twitter website username");
  private static final Set<String> FAVOURITE = Set.of("favourite", "favorite", "preferred");
  private static final Set<String> ROLE = Set.of("job", "occupation", "profession", "role");
  private static final List<Set<String>> STATES =
      List.of(
          Set.of("up", "down", "online", "offline", "back", "broken", "working", "fixed"),
          Set.of("open", "closed", "shut", "merged"),
          Set.of("enabled", "disabled", "on", "off"),
          Set.of(
              "done",
              "finished",
              "complete",
              "completed",
              "pending",
              "unfinished",
              "blocked",
              "approved",
              "rejected"),
          Set.of("green", "red", "passing", "failing"));

  private PossessedRules() {}

  static void apply(Scene scene) {
    SubjectPhrase subject = scene.subject();
    String noun = subject.noun();
    if (EventRules.isEvent(noun) && EventRules.apply(scene, noun)) {
      return;
    }
    if (!scene.group().lemma().equals("be")) {
      return;
    }
    scene.out().pastIsOver();
    String[] words = noun.split(" ");
    String last = words[words.length - 1];
    if (subject.how() == SubjectPhrase.How.POSSESSED) {
      owned(scene, noun, words, last);
    } else {
      property(scene, "is");
    }
  }

  private static void owned(Scene scene, String noun, String[] words, String last) {
    int next = scene.next();
    ValueSpan.Words value = scene.values().thing(next);
    if (FAVOURITE.contains(words[0]) && words.length > 1) {
      String what = noun.substring(words[0].length() + 1).replace("colour", "color");
      scene.out().one(Attribute.PREFERENCE, "favourite " + what, value);
    } else if (noun.endsWith(" 's name") && Kin.contains(words[0])) {
      kin(scene, words[0], PersonRules.name(scene, next));
    } else if (Kin.contains(last) && scene.clause().isCapitalised(next)) {
      kin(scene, last, PersonRules.name(scene, next));
    } else if (last.equals("name")) {
      scene.out().one(Attribute.STATUS, noun, value);
    } else if (CONTACT.contains(words[0]) || CONTACT.contains(last)) {
      String slot = noun.contains("mail") ? "email" : isPhone(words, last) ? "phone" : noun;
      scene.out().one(Attribute.CONTACT, slot, value);
    } else if (ROLE.contains(last)) {
      scene.out().one(Attribute.EMPLOYMENT, "role", value);
    } else if (last.equals("employer")) {
      scene.out().one(Attribute.EMPLOYMENT, "employer", value);
    } else if (last.equals("hometown")) {
      scene.out().one(Attribute.STATUS, "origin", value);
    } else if (last.equals("birthday")) {
      birthday(scene);
    } else {
      property(scene, noun);
    }
  }

  private static boolean isPhone(String[] words, String last) {
    return words[0].equals("phone")
        || words[0].equals("mobile")
        || words[0].equals("cell")
        || (last.equals("number") && words.length == 1);
  }

  private static void kin(Scene scene, String kin, ValueSpan.Words name) {
    if (name.isEmpty()) {
      return;
    }
    if (Kin.SINGLE.contains(kin)) {
      String slot = Set.of("wife", "husband").contains(kin) ? "spouse" : kin;
      scene.out().one(Attribute.RELATIONSHIP, slot, name);
    } else {
      scene.out().many(Attribute.RELATIONSHIP, kin, List.of(name));
    }
  }

  private static void birthday(Scene scene) {
    Optional<DateMention> date = scene.firstDate();
    if (date.isPresent() && date.get().isOneDay()) {
      DateMention day = date.get();
      String value = scene.clause().source().substring(day.start(), day.end());
      String canonical =
          "--%02d-%02d".formatted(day.first().getMonthValue(), day.first().getDayOfMonth());
      scene
          .out()
          .addCanonical(Attribute.STATUS, "birthday", true, value, canonical, Optional.empty());
    }
  }

  /** One slot for each kind of value: that a server is fast does not end that it is in Oslo. */
  private static void property(Scene scene, String slot) {
    Clause clause = scene.clause();
    int next = scene.next();
    String key = clause.key(next);
    for (int i = 0; i < STATES.size(); i++) {
      if (STATES.get(i).contains(key)
          && (next + 1 >= clause.size()
              || clause.isMark(next + 1)
              || clause.is(next + 1, Set.of("now", "again", "and", "for", "today")))) {
        scene.out().one(Attribute.STATUS, slot + " state " + i, key);
        return;
      }
    }
    ValueSpan.Words value = scene.values().thing(next);
    if (value.isEmpty()) {
      return;
    }
    boolean place = PersonRules.isPlaceWord(key);
    boolean number =
        clause.isNumber(value.from()) || "$€£".indexOf(clause.key(value.from()).charAt(0)) >= 0;
    boolean named =
        clause.isCapitalised(value.from())
            || clause.word(value.from()).kind() == Word.Kind.IDENTIFIER;
    boolean article = clause.is(next, Set.of("a", "an"));
    if (place && clause.isCapitalised(next + 1)) {
      scene.out().one(Attribute.STATUS, slot + " place", scene.values().place(next + 1));
    } else if (number) {
      scene.out().one(Attribute.STATUS, slot + " number", value);
    } else if (named || (article && value.to() - value.from() <= 3)) {
      scene.out().one(Attribute.STATUS, slot + " identity", value);
    }
  }
}
