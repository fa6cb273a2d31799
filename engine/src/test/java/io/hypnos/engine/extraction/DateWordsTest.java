package io.hypnos.engine.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Seen from Wednesday, 10 May 2023. */
final class DateWordsTest {
  private static final Instant NOW = Instant.parse("2023-05-10T12:00:00Z");

  @Test
  void aDayIsWrittenInAllTheWaysInWhichItIsAskedFor() {
    assertThat(DateWords.of(Instant.parse("2023-05-07T09:00:00Z"), ZoneOffset.UTC))
        .isEqualTo("7 May 2023, May 2023, Sunday, spring 2023, 2023-05-07");
    assertThat(DateWords.of(Instant.parse("2023-05-07T23:00:00Z"), ZoneId.of("Europe/Oslo")))
        .startsWith("8 May 2023");
    assertThat(DateWords.of(Instant.MAX, ZoneOffset.UTC)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          What did I do yesterday?                 | 2023-05-09 | 2023-05-09
          What happened today?                     | 2023-05-10 | 2023-05-10
          the day before yesterday                 | 2023-05-08 | 2023-05-08
          Who did I meet last week?                | 2023-05-01 | 2023-05-07
          What did we decide this week?            | 2023-05-08 | 2023-05-14
          last month                               | 2023-04-01 | 2023-04-30
          last year                                | 2022-01-01 | 2022-12-31
          over the last weekend                    | 2023-05-06 | 2023-05-07
          What did Anna say on Tuesday?            | 2023-05-09 | 2023-05-09
          last Friday                              | 2023-05-05 | 2023-05-05
          What was the plan in May 2023?           | 2023-05-01 | 2023-05-31
          the trip in March                        | 2023-03-01 | 2023-03-31
          the trip in November                     | 2022-11-01 | 2022-11-30
          on 7 May 2023                            | 2023-05-07 | 2023-05-07
          on May 7th, 2023                         | 2023-05-07 | 2023-05-07
          the 7th of May                           | 2023-05-07 | 2023-05-07
          on 2023-05-07                            | 2023-05-07 | 2023-05-07
          during 2021                              | 2021-01-01 | 2021-12-31
          in spring 2022                           | 2022-03-01 | 2022-05-31
          last summer                              | 2022-06-01 | 2022-08-31
          three days ago                           | 2023-05-07 | 2023-05-07
          two months ago                           | 2023-03-01 | 2023-03-31
          in the last 3 days                       | 2023-05-07 | 2023-05-10
          between March 2022 and May 2022          | 2022-03-01 | 2022-05-31
          am 7.5.2023                              | 2023-05-07 | 2023-05-07
          Was habe ich gestern gemacht?            | 2023-05-09 | 2023-05-09
          le 7 mai 2023                            | 2023-05-07 | 2023-05-07
          el 7 de mayo                             | 2023-05-07 | 2023-05-07
          昨天我做了什么                             | 2023-05-09 | 2023-05-09
          """)
  void timesInAQuestionAreRanges(String question, LocalDate first, LocalDate last) {
    assertThat(DateWords.range(question, NOW, ZoneOffset.UTC).orElse(null))
        .isEqualTo(first == null ? null : TimeRange.ofDays(first, last, ZoneOffset.UTC));
  }

  @Test
  void sinceBeforeAndUntilLeaveAnEndOpen() {
    assertThat(DateWords.range("since Monday", NOW, ZoneOffset.UTC))
        .contains(new TimeRange(Instant.parse("2023-05-08T00:00:00Z"), TimeRange.LATEST));
    assertThat(DateWords.range("before 2020", NOW, ZoneOffset.UTC))
        .contains(new TimeRange(TimeRange.EARLIEST, Instant.parse("2020-01-01T00:00:00Z")));
    assertThat(DateWords.range("after March 2022 and before June 2022", NOW, ZoneOffset.UTC))
        .contains(
            new TimeRange(
                Instant.parse("2022-04-01T00:00:00Z"), Instant.parse("2022-06-01T00:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "May I ask something?", "They march on.", "I sat down in the sun.", "It may rain",
        "2023 people came", "99999999999999 days ago", "Where do I live?", ""
      })
  void wordsThatOnlyLookLikeDatesAreNone(String text) {
    assertThat(DateWords.range(text, NOW, ZoneOffset.UTC)).isEmpty();
  }

  @Test
  void whatIsPlannedLooksForward() {
    assertThat(DateWords.inFuture("the demo is on Friday at 3:30 pm", NOW, ZoneOffset.UTC))
        .singleElement()
        .satisfies(
            mention -> {
              assertThat(mention.first()).isEqualTo(LocalDate.of(2023, 5, 12));
              assertThat(mention.time()).hasToString("Optional[15:30]");
            });
    assertThat(DateWords.inFuture("in March", NOW, ZoneOffset.UTC).get(0).first())
        .isEqualTo(LocalDate.of(2024, 3, 1));
  }
}
