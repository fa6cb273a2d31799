package io.hypnos.engine.extraction;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One pattern of a language that has no grammar here. Patterns begin at the start of a sentence and
 * every open part is bounded, and sentences are bounded too, so none can run away.
 */
record ForeignRule(
    Pattern pattern,
    Attribute attribute,
    String slot,
    boolean single,
    Polarity polarity,
    ChangeType change) {

  private static final Pattern TRAILING =
      Pattern.compile(
          "(?:\\s+(?:nicht"
              + " mehr|nicht|mehr|jetzt|nun|sehr|gern|gerne|plus|maintenant|ahora|mucho|um|gezogen)){1,3}$",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  static ForeignRule of(
      String regex,
      Attribute attribute,
      String slot,
      boolean single,
      Polarity polarity,
      ChangeType change) {
    Pattern pattern =
        Pattern.compile(
            "^[\\s\\p{P}]{0,3}(?:" + regex + ")", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    return new ForeignRule(pattern, attribute, slot, single, polarity, change);
  }

  Optional<Draft> read(String sentence, Subject subject) {
    Matcher matcher = pattern.matcher(sentence);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String value = TRAILING.matcher(matcher.group("v").strip()).replaceAll("").strip();
    String canonical = Canonical.of(value);
    if (canonical.isEmpty()) {
      return Optional.empty();
    }
    Claim claim = new Claim(attribute, slot, single, value, canonical, Optional.empty());
    TemporalStatus temporal =
        change == ChangeType.NEGATION ? TemporalStatus.NEGATED : TemporalStatus.CURRENT;
    FactType type = attribute == Attribute.PREFERENCE ? FactType.PREFERENCE : FactType.FACT;
    return Optional.of(
        new Draft(subject, type, Optional.of(claim), polarity, temporal, change, Optional.empty()));
  }
}
