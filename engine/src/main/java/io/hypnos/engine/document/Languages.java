package io.hypnos.engine.document;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells the language of a text by its script and its small words. Rather silent than wrong: short
 * or mixed texts have none. Linear.
 */
final class Languages {
  private static final int LETTERS_LOOKED_AT = 4000;
  private static final int FEWEST_WORDS = 5;
  private static final int FEWEST_HITS = 3;
  private static final double FEWEST_SHARE = 0.12;
  private static final double LEAD = 1.3;

  private static final Map<UnicodeScript, String> SCRIPTS =
      Map.of(
          UnicodeScript.HIRAGANA, "ja",
          UnicodeScript.KATAKANA, "ja",
          UnicodeScript.HANGUL, "ko",
          UnicodeScript.HAN, "zh",
          UnicodeScript.GREEK, "el",
          UnicodeScript.HEBREW, "he",
          UnicodeScript.ARABIC, "ar",
          UnicodeScript.THAI, "th",
          UnicodeScript.DEVANAGARI, "hi",
          UnicodeScript.CYRILLIC, "ru");

  private static final Map<String, Set<String>> SMALL_WORDS = smallWords();

  private Languages() {}

  /** Code of the language; empty when it cannot be told. */
  static String of(String text) {
    Map<UnicodeScript, Integer> scripts = new HashMap<>();
    int letters = 0;
    for (int i = 0; i < text.length() && letters < LETTERS_LOOKED_AT; ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (Character.isLetter(codePoint)) {
        letters++;
        scripts.merge(UnicodeScript.of(codePoint), 1, Integer::sum);
      }
    }
    if (letters == 0) {
      return "";
    }
    int latin = scripts.getOrDefault(UnicodeScript.LATIN, 0);
    if (latin * 2 >= letters) {
      return ofLatin(text);
    }
    int kana =
        scripts.getOrDefault(UnicodeScript.HIRAGANA, 0)
            + scripts.getOrDefault(UnicodeScript.KATAKANA, 0);
    if (kana * 10 > letters) {
      return "ja";
    }
    int all = letters;
    return scripts.entrySet().stream()
        .filter(entry -> entry.getValue() * 2 > all)
        .map(entry -> SCRIPTS.getOrDefault(entry.getKey(), ""))
        .findFirst()
        .orElse("");
  }

  private static String ofLatin(String text) {
    String beginning = text.substring(0, Math.min(text.length(), 2 * LETTERS_LOOKED_AT));
    List<String> words =
        Arrays.stream(beginning.toLowerCase(Locale.ROOT).split("[^\\p{L}]+"))
            .filter(word -> !word.isEmpty())
            .toList();
    if (words.size() < FEWEST_WORDS) {
      return "";
    }
    String best = "";
    double most = 0;
    double second = 0;
    for (Map.Entry<String, Set<String>> language : SMALL_WORDS.entrySet()) {
      long hits = words.stream().filter(language.getValue()::contains).count();
      if (hits > most) {
        second = most;
        most = hits;
        best = language.getKey();
      } else if (hits > second) {
        second = hits;
      }
    }
    boolean sure =
        most >= FEWEST_HITS && most >= FEWEST_SHARE * words.size() && most >= LEAD * second;
    return sure ? best : "";
  }

  private static Map<String, Set<String>> smallWords() {
    Map<String, String> lists = new LinkedHashMap<>();
    lists.put(
        "en",
        "the of and to in is that it was for on are with as his they be at one have this from or"
            + " had by not but what were we when your can said there use an each which she do how"
            + " their if will my i you he has would could");
    lists.put(
        "de",
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es"
            + " an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über"
            + " einen so zum war haben nur oder aber vor ich wir mein");
    lists.put(
        "fr",
        "de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce il"
            + " sont avec son aux cette ses mais comme nous ou elle être vous je tout leur était"
            + " c d l n s j");
    lists.put(
        "es",
        "de la que el en y a los del se las por un para con no una su al lo como más pero sus le"
            + " ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde"
            + " quien desde todo nos es son está");
    lists.put(
        "pt",
        "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das"
            + " à seu sua ou quando muito nos já eu também só pelo pela até isso ela entre é são"
            + " está foi");
    lists.put(
        "it",
        "di che e la il un a è per in una mi sono ho non ma lo ha le si ti con cosa se io come da"
            + " ci no questo qui hai sei del bene tu al me della più gli dei nel alla anche era");
    lists.put(
        "nl",
        "de en van ik te dat die in een hij het niet zijn is was op aan met als voor had er maar om"
            + " hem dan zou of wat mijn men dit zo door over ze zich bij ook tot je mij uit der"
            + " daar haar naar heb wij");
    return lists.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> Set.copyOf(Arrays.asList(entry.getValue().split(" "))),
                (one, other) -> one,
                LinkedHashMap::new));
  }
}
