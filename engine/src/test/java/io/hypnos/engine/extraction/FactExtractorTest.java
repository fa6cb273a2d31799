package io.hypnos.engine.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FactExtractorTest {
  @Test
  void claimsOfLabelledSentencesAreFoundWellEnough() {
    List<String[]> lines = Labelled.lines("facts.tsv");
    Labelled counted = new Labelled();
    for (String[] line : lines) {
      List<String> claims =
          Labelled.facts(line[0]).stream()
              .map(FactExtractorTest::label)
              .flatMap(Optional::stream)
              .toList();
      counted.count(line[0], claims, Labelled.parts(line[1]));
    }
    counted.report("facts", lines.size());

    assertThat(lines).hasSizeGreaterThanOrEqualTo(80);
    assertThat(counted.precision()).isGreaterThanOrEqualTo(0.95);
    assertThat(counted.recall()).isGreaterThanOrEqualTo(0.90);
  }

  private static Optional<String> label(Fact fact) {
    String sign =
        fact.temporal() == TemporalStatus.PLANNED
            ? "?"
            : fact.temporal() == TemporalStatus.HISTORICAL
                ? "~"
                : fact.polarity() == Polarity.NEGATIVE ? "-" : "";
    return fact.claim()
        .map(claim -> sign + claim.attribute() + "/" + claim.slot() + "=" + claim.value());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          I like tea.                               | PREFERENCE
          I live in Oslo.                           | FACT
          I went to Paris last week.                | EPISODE
          I have a meeting tomorrow at 3 pm.        | EPISODE
          Always answer in German.                  | INSTRUCTION
          We decided to launch in June.             | DECISION
          Let's go with the blue design.            | DECISION
          The river Glomma is long and quiet.       | FACT
          """)
  void everyStatementHasAType(String text, FactType type) {
    assertThat(Labelled.fact(text).type()).isEqualTo(type);
  }

  @Test
  void questionsGreetingsAndFillersSayNothing() {
    assertThat(Labelled.facts("Do I live in Oslo? Hello! ok thanks. Hm.")).isEmpty();
  }

  @Test
  void aSentenceThatSaysTwoThingsBecomesTwoStatementsThatStandAlone() {
    assertThat(Labelled.facts("I live in Oslo and work at Equinor."))
        .extracting(Fact::statement)
        .containsExactly("I live in Oslo", "I work at Equinor.");
    assertThat(Labelled.facts("I like tea and coffee."))
        .extracting(Fact::statement)
        .containsExactly("I like tea", "I like coffee");
  }

  @Test
  void evidenceIsWhereTheTextSaysIt() {
    String text = "Hi! My name is Ann.\nI moved to Oslo, but I work at Beacon.";
    assertThat(Labelled.facts(text))
        .extracting(fact -> fact.evidence().of(text))
        .containsExactly("My name is Ann.", "I moved to Oslo,", "but I work at Beacon.");
  }

  @Test
  void whatIsBoundToATimeExpiresWhenItIsOver() {
    assertThat(Labelled.fact("I have a meeting with Bob tomorrow at 3 pm.").expiresAt())
        .contains(Instant.parse("2026-05-08T00:00:00Z"));
    assertThat(Labelled.fact("I'm on vacation until Friday.").expiresAt())
        .contains(Instant.parse("2026-05-09T00:00:00Z"));
    assertThat(Labelled.fact("I live in Oslo.").expiresAt()).isEmpty();
    assertThat(Labelled.fact("I had a meeting yesterday.").expiresAt()).isEmpty();
  }

  @Test
  void datesAreSeenFromTheDayAndZoneOfTheSpeaker() {
    SourceText source =
        new SourceText(
            new UUID(0, 0),
            "I have a call tomorrow.",
            Speaker.USER,
            Instant.parse("2026-05-06T23:30:00Z"),
            ZoneId.of("Asia/Tokyo"));
    assertThat(new FactExtractor().extract(source).get(0).claim().orElseThrow().canonical())
        .isEqualTo("2026-05-08");
  }

  @Test
  void theFirstPersonIsWhoeverSpeaks() {
    assertThat(subject("I live in Oslo.", Speaker.USER)).isEqualTo("user:self");
    assertThat(subject("I can play chess.", Speaker.AGENT)).isEqualTo("agent:self");
    assertThat(subject("You live in Oslo.", Speaker.AGENT)).isEqualTo("user:self");
    assertThat(subject("I live in Oslo.", Speaker.other("Mary Ann")))
        .isEqualTo("external:mary-ann");
    assertThat(subject("We use Kafka.", Speaker.USER)).isEqualTo("organization:self");
    assertThat(Labelled.facts("Anna lives in Oslo. She works at Beacon."))
        .extracting(fact -> fact.subject().reference())
        .containsExactly("external:anna", "external:anna");
  }

  private static String subject(String text, Speaker speaker) {
    SourceText source = new SourceText(new UUID(0, 0), text, speaker, Labelled.NOW, ZoneOffset.UTC);
    return new FactExtractor().extract(source).get(0).subject().reference();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          I moved to Oslo.                      | UPDATE
          Actually, my email is a@b.example.    | UPDATE
          I live in Oslo now.                   | UPDATE
          I don't live in Oslo anymore.         | NEGATION
          I used to live in Oslo.               | HISTORICAL
          I still live in Oslo.                 | REAFFIRM
          I live in Oslo.                       | ADDITION
          That's not true, I don't live in Oslo.| CONTRADICTION
          """)
  void whatAStatementChangesIsTold(String text, ChangeType change) {
    assertThat(Labelled.fact(text).change()).isEqualTo(change);
  }

  @Test
  void whatTheSpeakerIsNotSureOfCountsLess() {
    assertThat(Labelled.fact("I think I live in Oslo.").confidence())
        .isLessThan(Labelled.fact("I live in Oslo.").confidence());
  }
}
