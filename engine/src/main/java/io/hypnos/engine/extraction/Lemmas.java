package io.hypnos.engine.extraction;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The English verbs that the rules know, in all their forms. */
final class Lemmas {
  /** The form in which a verb stands. */
  enum Form {
    BASE,
    THIRD,
    PAST,
    PARTICIPLE,
    ING
  }

  /** A verb and its form. */
  record Verb(String lemma, Form form) {}

  private static final String TABLE =
      """
      live lives lived lived living
      reside resides resided resided residing
      move moves moved moved moving
      relocate relocates relocated relocated relocating
      settle settles settled settled settling
      work works worked worked working
      join joins joined joined joining
      quit quits quit quit quitting
      leave leaves left left leaving
      resign resigns resigned resigned resigning
      retire retires retired retired retiring
      like likes liked liked liking
      love loves loved loved loving
      enjoy enjoys enjoyed enjoyed enjoying
      adore adores adored adored adoring
      prefer prefers preferred preferred preferring
      hate hates hated hated hating
      dislike dislikes disliked disliked disliking
      detest detests detested detested detesting
      loathe loathes loathed loathed loathing
      stand stands stood stood standing
      speak speaks spoke spoken speaking
      know knows knew known knowing
      learn learns learned learned learning
      learn learns learnt learnt learning
      own owns owned owned owning
      have has had had having
      get gets got got getting
      get gets got gotten getting
      buy buys bought bought buying
      adopt adopts adopted adopted adopting
      drive drives drove driven driving
      sell sells sold sold selling
      lose loses lost lost losing
      donate donates donated donated donating
      use uses used used using
      switch switches switched switched switching
      migrate migrates migrated migrated migrating
      replace replaces replaced replaced replacing
      drop drops dropped dropped dropping
      marry marries married married marrying
      divorce divorces divorced divorced divorcing
      date dates dated dated dating
      stop stops stopped stopped stopping
      start starts started started starting
      begin begins began begun beginning
      keep keeps kept kept keeping
      continue continues continued continued continuing
      eat eats ate eaten eating
      drink drinks drank drunk drinking
      smoke smokes smoked smoked smoking
      play plays played played playing
      practice practices practiced practiced practicing
      practise practises practised practised practising
      study studies studied studied studying
      swim swims swam swum swimming
      cook cooks cooked cooked cooking
      code codes coded coded coding
      decide decides decided decided deciding
      agree agrees agreed agreed agreeing
      choose chooses chose chosen choosing
      pick picks picked picked picking
      go goes went gone going
      turn turns turned turned turning
      run runs ran run running
      be is was been being
      be are were been being
      be am was been being
      """;

  private static final Map<String, Verb> VERBS = verbs();

  private Lemmas() {}

  static Optional<Verb> of(String key) {
    return Optional.ofNullable(VERBS.get(key));
  }

  private static Map<String, Verb> verbs() {
    Map<String, Verb> verbs = new HashMap<>();
    for (String row : TABLE.strip().split("\n", -1)) {
      String[] forms = row.strip().split(" ", -1);
      put(verbs, forms[0], forms[0], Form.BASE);
      put(verbs, forms[0], forms[1], forms[0].equals("be") ? Form.BASE : Form.THIRD);
      put(verbs, forms[0], forms[2], Form.PAST);
      put(verbs, forms[0], forms[3], Form.PARTICIPLE);
      put(verbs, forms[0], forms[4], Form.ING);
    }
    return Map.copyOf(verbs);
  }

  private static void put(Map<String, Verb> verbs, String lemma, String form, Form kind) {
    verbs.putIfAbsent(form, new Verb(lemma, kind));
  }
}
