package io.hypnos.benchmarks.folder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * English sentences. Some words are frequent and most are rare, as in a language, and each document
 * has frequent words of its own, as subjects have. No character has a meaning in XML, CSV or PDF.
 */
final class Prose {
  private static final List<String> NOUNS =
      words(
          """
          invoice customer warehouse order delivery contract supplier budget meeting project report
          machine engine sensor valve turbine pump boiler motor cable bridge road tunnel station
          train ferry harbour ship cargo container crane truck driver route schedule passenger
          ticket airport luggage hotel garden kitchen school teacher pupil lesson exam library book
          author chapter museum painting theatre concert orchestra violin hospital doctor nurse
          patient medicine allergy clinic laboratory sample experiment microscope theory paper
          server database network router backup password account release incident customer support
          software module interface test document archive office lawyer court judge agreement clause
          insurance claim bank loan interest payment salary tax pension farm field harvest wheat
          orchard tractor forest river lake mountain weather storm winter summer village council
          mayor election citizen square market baker butcher bicycle helmet workshop carpenter
          timber roof window heating insulation architect permit inspector neighbour tenant lease
          """);
  private static final List<String> VERBS =
      words(
          """
          replaces repairs measures describes delays confirms cancels approves rejects delivers
          needs supports explains compares reduces raises checks moves opens closes stores buys
          sells rents plans builds paints cleans tests reviews signs shares follows
          """);
  private static final List<String> ADJECTIVES =
      words(
          """
          new old small large early late cheap costly broken reliable quiet noisy local foreign
          public private annual weekly urgent careful missing second final northern southern wooden
          digital empty heavy short
          """);
  private static final List<String> NAMES =
      words(
          "Anna Boris Chiara David Elena Farid Greta Hugo Ines Jonas Karla Leon Mira Nadia Oskar");
  private static final List<String> PLACES =
      words("Lisbon Hamburg Turin Oslo Vienna Prague Dublin Ghent Malaga Riga Basel Nantes");

  private final Random random;
  private final List<String> nouns = new ArrayList<>(NOUNS);
  private final List<String> verbs = new ArrayList<>(VERBS);

  Prose(Random random) {
    this.random = random;
    Collections.shuffle(nouns, random);
    Collections.shuffle(verbs, random);
  }

  String sentence() {
    return switch (random.nextInt(6)) {
      case 0 ->
          "The %s %s %s the %s of the %s."
              .formatted(any(ADJECTIVES), noun(), verb(), noun(), noun());
      case 1 ->
          "%s says that the %s in %s %s the %s %s."
              .formatted(any(NAMES), noun(), any(PLACES), verb(), any(ADJECTIVES), noun());
      case 2 ->
          "Since %d the %s %s every %s, and the %s %s it."
              .formatted(1990 + random.nextInt(36), noun(), verb(), noun(), noun(), verb());
      case 3 ->
          "%s asked %s for %d of the %s %ss before the %s %s the %s."
              .formatted(
                  any(NAMES),
                  any(NAMES),
                  2 + random.nextInt(900),
                  any(ADJECTIVES),
                  noun(),
                  noun(),
                  verb(),
                  noun());
      case 4 ->
          "If the %s is %s, the %s of %s %s the %s within %d days."
              .formatted(
                  noun(),
                  any(ADJECTIVES),
                  noun(),
                  any(PLACES),
                  verb(),
                  noun(),
                  2 + random.nextInt(60));
      default ->
          "Neither the %s nor the %s %s %s, because the %s %s too %s."
              .formatted(noun(), noun(), verb(), any(NAMES), noun(), verb(), any(ADJECTIVES));
    };
  }

  String heading() {
    String adjective = any(ADJECTIVES);
    return "%s%s %s and %s"
        .formatted(
            Character.toUpperCase(adjective.charAt(0)), adjective.substring(1), noun(), noun());
  }

  private String noun() {
    return frequent(nouns);
  }

  private String verb() {
    return frequent(verbs);
  }

  private String any(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }

  /** Zipf's law: a word's frequency falls with its rank. */
  private String frequent(List<String> words) {
    return words.get((int) Math.pow(words.size(), random.nextDouble()) - 1);
  }

  private static List<String> words(String text) {
    return Pattern.compile("\\s+").splitAsStream(text.strip()).toList();
  }
}
