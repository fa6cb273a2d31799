package io.hypnos.engine.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SalienceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          The call is at 3 pm.             | The call is at 4 pm.
          We hired three people.           | We hired five people.
          We hired 3 people.               | We hired five people.
          The flag is enabled.             | The flag is not enabled.
          The budget is forty thousand.    | The budget is fourteen thousand.
          Meet on Friday.                  | Meet on Monday.
          Due 2023-05-07.                  | Due 2023-05-08.
          See PAY-1234.                    | See PAY-1235.
          Release 2.3.1 is out.            | Release 2.3.2 is out.
          We met Anna there.               | We met Hanna there.
          I can swim.                      | I can't swim.
          我有三只猫                         | 我有五只猫
          Ich mag Tee.                     | Ich mag keinen Tee.
          """)
  void whatMustNotBeOverlookedMakesADifference(String one, String other) {
    assertThat(Salience.of(one).against(Salience.of(other)).agrees()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Anna likes tea.        | anna likes TEA
          We hired three people. | We hired 3 people.
          Meet at 3 pm.          | Meet at 15:00.
          It costs 1,000 euros.  | It costs 1000 euros.
          She likes cats.        | She liked the cat.
          twenty-three cats      | 23 cats
          """)
  void sameThingsInOtherFormsMakeNone(String one, String other) {
    SalienceDelta delta = Salience.of(one).against(Salience.of(other));
    assertThat(delta.agrees()).as("%s", delta).isTrue();
    assertThat(delta.newStems()).isEmpty();
  }

  @Test
  void newContentWordsAreNamedByTheirStem() {
    SalienceDelta delta =
        Salience.of("The janitor reported the leak.")
            .against(Salience.of("The tenant reported the leak."));
    assertThat(delta.agrees()).isTrue();
    assertThat(delta.newStems()).containsExactly("janitor");
  }

  @Test
  void itIsCheapEnoughForFiveHundredInACall() {
    String text = "On 7 May 2023 Anna told the platform team that PAY-1234 is not fixed yet.";
    for (int i = 0; i < 20_000; i++) {
      assertThat(Salience.of(text).items()).isNotEmpty();
    }
    long start = System.nanoTime();
    for (int i = 0; i < 5_000; i++) {
      Salience.of(text);
    }
    double micros = (System.nanoTime() - start) / 5_000.0 / 1000;
    System.out.printf(
        "salience: %.1f microseconds for a text of %d characters%n", micros, text.length());
    assertThat(micros).isLessThan(500);
  }
}
