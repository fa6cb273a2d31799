package io.hypnos.engine.consolidation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.extraction.Salience;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CopiesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I love hiking in the Alps. | i love hiking in the alps",
        "Anna has three cats | Anna has three cats!!",
        "The meeting is on Friday at 3 pm | Meeting is on Friday, at 3 pm.",
        "We really like the new office | We like the new office",
        "Das Büro liegt in Köln | das büro liegt in köln",
      })
  void theSameButForDressIsACopy(String one, String other) {
    assertThat(NearCopies.areCopies(one, other)).isTrue();
    assertThat(NearCopies.areCopies(other, one)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The limit is 5 | The limit is 6",
        "The limit is five | The limit is six",
        "Anna likes tea | Ben likes tea",
        "anna likes tea | ben likes tea",
        "The door is locked | The door is not locked",
        "It works | It doesn't work",
        "Anna beats Ben | Ben beats Anna",
        "The meeting is on Friday | The meeting is on Monday",
        "The trip is in May 2023 | The trip is in June 2023",
        "I fly from Porto to Lisbon | I fly from Lisbon to Porto",
        "He called her | She called him",
        "Paid with card 4411 | Paid with card 4417",
        "Ticket PAY-123 is open | Ticket PAY-124 is open",
        "The server is up | The server is down",
        "The food was good | The food was bad",
        "Backups run before the deploy | Backups run after the deploy",
        "The price is 3.50 euros | The price is 3.05 euros",
        "The price is 10 euros | The price is 10 dollars",
        "Version 2.1 is live | Version 1.2 is live",
      })
  void oneDetailMakesItAnotherText(String one, String other) {
    assertThat(NearCopies.areCopies(one, other)).isFalse();
    assertThat(NearCopies.areCopies(other, one)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The limit is 5 | The limit is 6 | true",
        "Anna has called | Ben has called | true",
        "The build works | The build does not work | true",
        "We use Postgres for billing | Billing data is stored in our Postgres cluster | false",
        "I like hiking in the mountains | Mountain hikes are what I enjoy most | false",
      })
  void competingFactsStayOutOfOneGroup(String one, String other, boolean compete) {
    assertThat(Frames.compete(Salience.of(one), Salience.of(other))).isEqualTo(compete);
    assertThat(Frames.compete(Salience.of(other), Salience.of(one))).isEqualTo(compete);
  }

  @Test
  void theKeeperIsPinnedElseImportantElseNewest() {
    float[] vector = Clouds.direction(new Random(1));
    Instant early = Instant.parse("2024-01-01T00:00:00Z");
    Instant late = Instant.parse("2024-02-01T00:00:00Z");
    Member plain = Clouds.member("a", vector, 0.4, false, early);
    Member newer = Clouds.member("b", vector, 0.4, false, late);
    Member important = Clouds.member("c", vector, 0.9, false, early);
    Member pinned = Clouds.member("d", vector, 0.1, true, early);
    Member pinnedToo = Clouds.member("e", vector, 0.05, true, early);
    assertThat(Keeper.first(List.of(plain, newer)).get(0)).isEqualTo(newer);
    assertThat(Keeper.first(List.of(newer, important, plain)).get(0)).isEqualTo(important);
    assertThat(Keeper.first(List.of(important, pinned, pinnedToo, newer)))
        .containsExactly(pinned, important, newer);
  }
}
