package io.hypnos.engine.extraction;

import java.util.Set;

/** Words for people that one has. */
final class Kin {
  /** One at a time. */
  static final Set<String> SINGLE =
      StopWords.words(
          """
          wife husband spouse partner girlfriend boyfriend fiancé fiancée fiance fiancee mother
          father mom mum dad boss manager supervisor landlord landlady dentist doctor therapist
          roommate flatmate coach mentor tutor assistant accountant lawyer
          """);

  /** Any number. */
  static final Set<String> MANY =
      StopWords.words(
          """
          friend brother sister son daughter child kid colleague coworker cousin uncle aunt neighbor
          neighbour niece nephew grandmother grandfather grandma grandpa grandson granddaughter
          stepson stepdaughter parents parents-in-law grandparents in-laws dog cat pet parrot horse rabbit hamster puppy kitten
          """);

  static final Set<String> CHILDREN =
      Set.of(
          "child",
          "children",
          "kid",
          "kids",
          "son",
          "sons",
          "daughter",
          "daughters",
          "brothers",
          "sisters",
          "siblings",
          "twins");

  private Kin() {}

  static boolean contains(String noun) {
    return SINGLE.contains(noun) || MANY.contains(noun);
  }
}
