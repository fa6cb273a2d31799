package io.hypnos.engine.extraction;

import static io.hypnos.engine.extraction.Attribute.EMPLOYMENT;
import static io.hypnos.engine.extraction.Attribute.PREFERENCE;
import static io.hypnos.engine.extraction.Attribute.RELATIONSHIP;
import static io.hypnos.engine.extraction.Attribute.RESIDENCE;
import static io.hypnos.engine.extraction.Attribute.SKILL;
import static io.hypnos.engine.extraction.Attribute.STATUS;
import static io.hypnos.engine.extraction.ChangeType.ADDITION;
import static io.hypnos.engine.extraction.ChangeType.NEGATION;
import static io.hypnos.engine.extraction.ChangeType.UPDATE;
import static io.hypnos.engine.extraction.Polarity.NEGATIVE;
import static io.hypnos.engine.extraction.Polarity.POSITIVE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commonest statements about oneself in German, French, Spanish and Chinese. */
final class ForeignRules {
  private static final String V = "(?<v>[^.,;!?。，！？]{1,80})";
  private static final List<ForeignRule> RULES = rules();

  private ForeignRules() {}

  /** The first rule that fits the sentence of a speaker. */
  static Optional<Draft> read(String sentence, Subject self) {
    for (ForeignRule rule : RULES) {
      Optional<Draft> draft = rule.read(sentence, self);
      if (draft.isPresent()) {
        return draft;
      }
    }
    return Optional.empty();
  }

  private static List<ForeignRule> rules() {
    List<ForeignRule> rules = new ArrayList<>();
    german(rules);
    french(rules);
    spanish(rules);
    chinese(rules);
    return List.copyOf(rules);
  }

  private static void german(List<ForeignRule> rules) {
    one(
        rules,
        "ich (?:wohne|lebe)(?: jetzt| nun| noch)? in " + V,
        RESIDENCE,
        "residence",
        ADDITION);
    one(rules, "ich bin(?: \\w{1,20}){0,2} nach " + V + "gezogen", RESIDENCE, "residence", UPDATE);
    one(rules, "ich arbeite(?: jetzt| nun)? (?:bei|für) " + V, EMPLOYMENT, "employer", ADDITION);
    one(rules, "ich arbeite(?: jetzt| nun)? als " + V, EMPLOYMENT, "role", ADDITION);
    many(
        rules,
        "ich (?:mag|liebe|trinke|esse) keine?n? " + V,
        PREFERENCE,
        "like",
        NEGATIVE,
        NEGATION);
    many(rules, "ich mag (?<v>[^.,;!?]{1,60}?) nicht", PREFERENCE, "like", NEGATIVE, NEGATION);
    many(rules, "ich (?:hasse|verabscheue) " + V, PREFERENCE, "like", NEGATIVE, ADDITION);
    many(rules, "ich (?:mag|liebe) " + V, PREFERENCE, "like", POSITIVE, ADDITION);
    many(rules, "ich bevorzuge " + V, PREFERENCE, "prefer", POSITIVE, ADDITION);
    one(rules, "(?:ich heiße|mein name ist) " + V, STATUS, "name", ADDITION);
    one(rules, "meine lieblingsfarbe ist " + V, PREFERENCE, "favourite color", ADDITION);
    one(
        rules,
        "meine? (?:frau|mann) (?:heißt|ist) (?<v>\\p{Lu}\\p{L}{1,30})$",
        RELATIONSHIP,
        "spouse",
        ADDITION);
    many(rules, "ich spreche " + V, SKILL, "language", POSITIVE, ADDITION);
    one(rules, "ich bin (?<v>\\d{1,3}) jahre alt", STATUS, "age", ADDITION);
    many(rules, "ich bin allergisch gegen " + V, STATUS, "allergy", POSITIVE, ADDITION);
  }

  private static void french(List<ForeignRule> rules) {
    one(
        rules,
        "(?:j['’]habite|je vis)(?: maintenant)? (?:à|en|au|aux) " + V,
        RESIDENCE,
        "residence",
        ADDITION);
    one(rules, "j['’]ai déménagé (?:à|en|au) " + V, RESIDENCE, "residence", UPDATE);
    one(rules, "je travaille (?:chez|pour) " + V, EMPLOYMENT, "employer", ADDITION);
    one(rules, "je travaille comme " + V, EMPLOYMENT, "role", ADDITION);
    many(rules, "je n['’]aime (?:pas|plus) " + V, PREFERENCE, "like", NEGATIVE, NEGATION);
    many(rules, "je déteste " + V, PREFERENCE, "like", NEGATIVE, ADDITION);
    many(
        rules,
        "j['’](?:aime|adore) (?:bien |beaucoup )?" + V,
        PREFERENCE,
        "like",
        POSITIVE,
        ADDITION);
    many(rules, "je préfère " + V, PREFERENCE, "prefer", POSITIVE, ADDITION);
    one(rules, "je m['’]appelle " + V, STATUS, "name", ADDITION);
    one(rules, "ma couleur préférée est " + V, PREFERENCE, "favourite color", ADDITION);
    many(rules, "je parle (?<v>[^.,;!?]{1,40})$", SKILL, "language", POSITIVE, ADDITION);
    one(rules, "j['’]ai (?<v>\\d{1,3}) ans", STATUS, "age", ADDITION);
    many(rules, "je suis allergique (?:à|au|aux) " + V, STATUS, "allergy", POSITIVE, ADDITION);
  }

  private static void spanish(List<ForeignRule> rules) {
    one(rules, "(?:yo |ahora ){0,2}vivo en " + V, RESIDENCE, "residence", ADDITION);
    one(rules, "me (?:mudé|he mudado) a " + V, RESIDENCE, "residence", UPDATE);
    one(rules, "(?:yo )?trabajo (?:en|para) " + V, EMPLOYMENT, "employer", ADDITION);
    one(rules, "(?:yo )?trabajo como " + V, EMPLOYMENT, "role", ADDITION);
    many(rules, "(?:a mí )?(?:ya )?no me gustan? " + V, PREFERENCE, "like", NEGATIVE, NEGATION);
    many(rules, "odio " + V, PREFERENCE, "like", NEGATIVE, ADDITION);
    many(rules, "(?:a mí )?me (?:gustan?|encantan?) " + V, PREFERENCE, "like", POSITIVE, ADDITION);
    many(rules, "prefiero " + V, PREFERENCE, "prefer", POSITIVE, ADDITION);
    one(rules, "(?:me llamo|mi nombre es) " + V, STATUS, "name", ADDITION);
    one(rules, "mi color favorito es (?:el )?" + V, PREFERENCE, "favourite color", ADDITION);
    many(rules, "hablo (?<v>[^.,;!?]{1,40})$", SKILL, "language", POSITIVE, ADDITION);
    one(rules, "tengo (?<v>\\d{1,3}) años", STATUS, "age", ADDITION);
    many(rules, "soy alérgic[oa] al? " + V, STATUS, "allergy", POSITIVE, ADDITION);
  }

  private static void chinese(List<ForeignRule> rules) {
    String end = "(?<v>[^.,;!?。，！？了]{1,40})";
    one(rules, "我(?:现在)?(?:居住在|住在|住)" + end, RESIDENCE, "residence", ADDITION);
    one(rules, "我(?:已经)?搬到了?" + end, RESIDENCE, "residence", UPDATE);
    one(rules, "我在(?<v>[^.,;!?。，！？]{1,40}?)(?:工作|上班)", EMPLOYMENT, "employer", ADDITION);
    many(rules, "我(?:已经)?不再?喜欢" + end, PREFERENCE, "like", NEGATIVE, NEGATION);
    many(rules, "我讨厌" + end, PREFERENCE, "like", NEGATIVE, ADDITION);
    one(rules, "我最喜欢的颜色是" + end, PREFERENCE, "favourite color", ADDITION);
    many(rules, "我(?:很|非常|也)?喜欢" + end, PREFERENCE, "like", POSITIVE, ADDITION);
    one(rules, "(?:我叫|我的名字(?:是|叫))" + end, STATUS, "name", ADDITION);
    many(rules, "我会说" + end, SKILL, "language", POSITIVE, ADDITION);
    one(rules, "我(?:今年)?(?<v>\\d{1,3})岁", STATUS, "age", ADDITION);
    many(rules, "我对(?<v>[^.,;!?。，！？]{1,40}?)过敏", STATUS, "allergy", POSITIVE, ADDITION);
  }

  private static void one(
      List<ForeignRule> rules, String regex, Attribute attribute, String slot, ChangeType change) {
    rules.add(ForeignRule.of(regex, attribute, slot, true, POSITIVE, change));
  }

  private static void many(
      List<ForeignRule> rules,
      String regex,
      Attribute attribute,
      String slot,
      Polarity polarity,
      ChangeType change) {
    rules.add(ForeignRule.of(regex, attribute, slot, false, polarity, change));
  }
}
