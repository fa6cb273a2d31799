package io.hypnos.engine.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SupersessionTest {
  @ParameterizedTest
  @ValueSource(strings = {"supersession.tsv", "supersession-unseen.tsv"})
  void whatEndsWhatIsToldRightlyForLabelledPairs(String file) {
    List<String[]> pairs = Labelled.lines(file);
    Labelled updates = new Labelled();
    int exact = 0;
    for (String[] pair : pairs) {
      String got = relation(pair[0], pair[1]);
      exact += got.equals(pair[2]) ? 1 : 0;
      updates.count(pair[0] + " | " + pair[1], updates(got), updates(pair[2]));
    }
    updates.report(file, pairs.size());

    assertThat(updates.precision()).isGreaterThanOrEqualTo(0.95);
    assertThat(updates.recall()).isGreaterThanOrEqualTo(0.85);
    assertThat((double) exact / pairs.size()).isGreaterThanOrEqualTo(0.90);
  }

  @Test
  void thereAreEnoughPairsAndEnoughOfThemMustStand() {
    List<String[]> pairs = Labelled.lines("supersession.tsv");
    assertThat(pairs).hasSizeGreaterThanOrEqualTo(80);
    assertThat(pairs.stream().filter(pair -> pair[2].equals("KEEP")).count())
        .isGreaterThanOrEqualTo(40);
  }

  @Test
  void aStatementNeverEndsItself() {
    for (String[] pair : Labelled.lines("supersession.tsv")) {
      for (Fact fact : Labelled.facts(pair[0])) {
        assertThat(Supersession.of(fact, fact).relation())
            .as(fact.statement())
            .isNotIn(Relation.UPDATES, Relation.CONTRADICTS);
      }
    }
  }

  @Test
  void theReasonIsTold() {
    Verdict verdict =
        Supersession.of(Labelled.fact("I moved to Oslo."), Labelled.fact("I live in Bergen."));
    assertThat(verdict).isEqualTo(new Verdict(Relation.UPDATES, "one value at a time"));
  }

  private static List<String> updates(String relation) {
    return relation.equals("UPDATES") ? List.of(relation) : List.of();
  }

  /** The weightiest relation between the facts of two texts. */
  private static String relation(String older, String newer) {
    List<Relation> weighty = List.of(Relation.UPDATES, Relation.CONTRADICTS, Relation.REAFFIRMS);
    return Labelled.facts(newer).stream()
        .flatMap(
            ours ->
                Labelled.facts(older).stream()
                    .flatMap(theirs -> Stream.of(Supersession.of(ours, theirs).relation())))
        .filter(weighty::contains)
        .min(Comparator.comparingInt(weighty::indexOf))
        .map(Enum::name)
        .orElse("KEEP");
  }
}
