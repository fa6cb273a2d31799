package io.hypnos.engine.concept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hypnos.engine.concept.SpreadingActivation.Link;
import io.hypnos.settings.ConceptSettings;
import io.hypnos.settings.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The pure rules: known values from the literature's formulas, and what holds for all values. */
final class ConceptRulesTest {
  private static final long SEED = Long.getLong("hypnos.seed", 42);
  private static final int CASES = 5000;

  private final ConceptSettings settings = Settings.of(Map.of(), Map.of()).concept();
  private final HebbianRule rule = new HebbianRule(settings);
  private final SpreadingActivation activation = new SpreadingActivation(settings);

  @Test
  void weightsGrowTowardsOne() {
    assertThat(rule.weight(0, 1, 1)).isCloseTo(0.4, within(1e-12));
    assertThat(rule.weight(0.4, 1, 1)).isCloseTo(0.64, within(1e-12));
    assertThat(rule.weight(0, 1, 3)).isCloseTo(0.784, within(1e-12));
    assertThat(rule.weight(0.5, 0.5, 1)).isCloseTo(0.6, within(1e-12));
    assertThat(rule.weight(0.5, -1, 1)).isCloseTo(0.3, within(1e-12));
    assertThat(rule.weight(0.5, 0, 7)).isEqualTo(0.5);
  }

  @Test
  void allConceptsArePairedUnlessOneRequestNamesVeryMany() {
    List<String> many = Collections.nCopies(256, "concept");

    assertThat(PairCounts.concepts(List.of(many), 256, 256)).isEqualTo(256);
    assertThat(PairCounts.concepts(Collections.nCopies(500, many.subList(0, 20)), 0, 256))
        .isEqualTo(256);
    assertThat(PairCounts.concepts(Collections.nCopies(8, many), 0, 256)).isEqualTo(32);
    assertThat(PairCounts.concepts(Collections.nCopies(500, many), 0, 10)).isEqualTo(10);
  }

  @Test
  void valenceFollowsTheOutcomes() {
    double once = rule.valence(0, 1, 1);
    double twice = rule.valence(once, 1, 1);
    double thenNeutral = rule.valence(twice, 0, 1);

    assertThat(once).isCloseTo(0.3, within(1e-12));
    assertThat(twice).isCloseTo(0.51, within(1e-12));
    assertThat(thenNeutral).isCloseTo(0.357, within(1e-12));
    assertThat(rule.valence(thenNeutral, -1, 1)).isCloseTo(-0.0501, within(1e-12));
  }

  @Test
  void changesStayWithinBoundsAndManyAreAsGoodAsOneByOne() {
    Random random = new Random(SEED);
    for (int i = 0; i < CASES; i++) {
      String name = "seed " + SEED + ", case " + i;
      double weight = random.nextDouble();
      double valence = random.nextDouble() * 2 - 1;
      double outcome = random.nextInt(5) == 0 ? random.nextInt(3) - 1 : random.nextDouble() * 2 - 1;
      int times = 1 + random.nextInt(20);

      double oneByOne = weight;
      double valenceOneByOne = valence;
      for (int k = 0; k < times; k++) {
        oneByOne = rule.weight(oneByOne, outcome, 1);
        valenceOneByOne = rule.valence(valenceOneByOne, outcome, 1);
      }
      assertThat(rule.weight(weight, outcome, times))
          .as(name)
          .isBetween(0.0, 1.0)
          .isCloseTo(oneByOne, within(1e-9));
      assertThat(rule.valence(valence, outcome, times))
          .as(name)
          .isBetween(-1.0, 1.0)
          .isCloseTo(valenceOneByOne, within(1e-9));
      if (outcome > 0) {
        assertThat(rule.weight(weight, outcome, times)).as(name).isGreaterThanOrEqualTo(weight);
      } else {
        assertThat(rule.weight(weight, outcome, times)).as(name).isLessThanOrEqualTo(weight);
      }
    }
  }

  @Test
  void oneSharedWriteActivatesALittleAndAHubNeedsMore() {
    Map<ConceptKey, Double> fresh = spread("a", 1, link("a", "b", 0.4, 0));
    Map<ConceptKey, Double> hub = spread("a", 100, link("a", "b", 0.4, 0));

    assertThat(fresh.get(key("b"))).isCloseTo(0.4, within(1e-12));
    assertThat(hub.get(key("b"))).isCloseTo(0.4 / (1 + 0.15 * Math.log(100)), within(1e-12));
    assertThat(spread("a", 1, link("a", "b", 0.04, 0))).isEmpty();
    assertThat(spread("a", 1, link("a", "b", 0.4, -1)).get(key("b")))
        .isCloseTo(0.28, within(1e-12));
  }

  @Test
  void activationIsBoundedAndDoesNotDependOnAnyOrder() {
    Random random = new Random(SEED);
    for (int i = 0; i < 1000; i++) {
      String name = "seed " + SEED + ", case " + i;
      Map<ConceptPair, Link> links = new HashMap<>();
      for (int k = 0; k < 40; k++) {
        String one = "c" + random.nextInt(15);
        String other = "c" + random.nextInt(15);
        if (!one.equals(other)) {
          Link link = link(one, other, random.nextDouble(), random.nextDouble() * 2 - 1);
          links.put(link.pair(), link);
        }
      }
      Set<ConceptKey> query = new HashSet<>();
      Map<ConceptKey, Integer> degrees = new HashMap<>();
      for (int k = 0; k < 4; k++) {
        query.add(key("c" + random.nextInt(15)));
      }
      query.forEach(each -> degrees.put(each, 1 + random.nextInt(50)));
      List<Link> shuffled = new ArrayList<>(links.values());
      Collections.shuffle(shuffled, random);

      Map<ConceptKey, Double> spread = activation.spread(query, degrees, links.values());

      assertThat(spread).as(name).hasSizeLessThanOrEqualTo(10).doesNotContainKeys(array(query));
      assertThat(spread.values()).as(name).allMatch(value -> value >= 0.05 && value <= 1);
      assertThat(new ArrayList<>(spread.values()))
          .as(name)
          .isSortedAccordingTo(Collections.reverseOrder());
      assertThat(new ArrayList<>(activation.spread(query, degrees, shuffled).entrySet()))
          .as(name)
          .isEqualTo(new ArrayList<>(spread.entrySet()));
    }
  }

  @Test
  void pairsCountTheSameInEveryOrder() {
    Random random = new Random(SEED);
    for (int i = 0; i < 500; i++) {
      List<List<String>> memories = new ArrayList<>();
      for (int k = 0; k < 5; k++) {
        List<String> concepts = new ArrayList<>();
        for (int c = 0; c < 6; c++) {
          concepts.add((random.nextBoolean() ? "Word " : " word  ") + random.nextInt(8));
        }
        memories.add(concepts);
      }
      PairCounts forwards = new PairCounts();
      memories.forEach(each -> forwards.addWithin(each, 32));
      PairCounts shuffled = new PairCounts();
      Collections.shuffle(memories, random);
      for (List<String> each : memories) {
        Collections.shuffle(each, random);
        shuffled.addWithin(each, 32);
      }
      assertThat(shuffled.asMap()).as("seed %s, case %s", SEED, i).isEqualTo(forwards.asMap());
    }
  }

  @Test
  void keysForgetSpellingAndAreStable() {
    assertThat(ConceptKey.normalised(" Ｄeploy\u00a0 NOW\t")).isEqualTo("deploy now");
    assertThat(ConceptKey.normalised("Straße")).isEqualTo(ConceptKey.normalised("STRASSE"));
    Random random = new Random(SEED);
    for (int i = 0; i < CASES; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = 0; k < 6; k++) {
        int c = random.nextInt(0x2FFF);
        text.appendCodePoint(Character.isDefined(c) ? c : 'x');
      }
      String once = ConceptKey.normalised(text.toString());
      assertThat(ConceptKey.normalised(once)).as("seed %s: %s", SEED, text).isEqualTo(once);
    }
  }

  @Test
  void phrasesAreWholeWords() {
    assertThat(QueryPhrases.of("Does CI/CD deploy C++ to staging?").candidates())
        .contains("ci/cd", "c++", "staging", "deploy c++ to staging", "ci")
        .doesNotContain("stag", "eploy");
    assertThat(QueryPhrases.of("東京に行く").candidates()).contains("東京", "行");
    assertThat(QueryPhrases.of("What did the tenant say about rent in Oslo?").contentWords(5))
        .containsExactly("tenant", "rent", "oslo");
    assertThat(QueryPhrases.of("x ".repeat(100_000)).candidates()).hasSizeLessThan(5000);
  }

  private Map<ConceptKey, Double> spread(String query, int degree, Link link) {
    return activation.spread(Set.of(key(query)), Map.of(key(query), degree), List.of(link));
  }

  private static ConceptKey[] array(Set<ConceptKey> keys) {
    return keys.toArray(ConceptKey[]::new);
  }

  private static Link link(String one, String other, double weight, double valence) {
    return new Link(ConceptPair.of(key(one), key(other)), weight, valence);
  }

  private static ConceptKey key(String text) {
    return new ConceptKey(text);
  }
}
