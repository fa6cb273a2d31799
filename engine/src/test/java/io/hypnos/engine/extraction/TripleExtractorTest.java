package io.hypnos.engine.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TripleExtractorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          I moved to Oslo.               | user           | lives_in         | Oslo
          Anna works at Beacon.          | Anna           | works_at         | Beacon
          I hate olives.                 | user           | dislikes         | olives
          My wife is Ingrid.             | user           | married_to       | Ingrid
          We use PostgreSQL for storage. | organization   | uses_for_storag  | PostgreSQL
          The staging server is down.    | staging server | is               | down
          My favourite colour is blue.   | user           | has_favourite_color | blue
          """)
  void whatIsUnderstoodBecomesATriple(
      String text, String subject, String predicate, String object) {
    assertThat(triples(text))
        .singleElement()
        .satisfies(
            triple -> {
              assertThat(triple.subject()).isEqualTo(subject);
              assertThat(triple.predicate()).isEqualTo(predicate);
              assertThat(triple.object()).isEqualTo(object);
              assertThat(triple.validFrom()).isEqualTo(Labelled.NOW);
            });
  }

  @Test
  void whatIsDeniedPastPlannedOrNotUnderstoodIsNone() {
    assertThat(triples("I don't live in Oslo.")).isEmpty();
    assertThat(triples("I used to live in Oslo.")).isEmpty();
    assertThat(triples("I'm moving to Oslo next year.")).isEmpty();
    assertThat(triples("The river is long and quiet.")).isEmpty();
    assertThat(triples("Never use emojis.")).isEmpty();
  }

  private static List<Triple> triples(String text) {
    return TripleExtractor.of(Labelled.facts(text), Labelled.NOW);
  }
}
