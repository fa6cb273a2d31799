package io.hypnos.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.importance.SalientDelta.Difference;
import io.hypnos.engine.importance.SalientDetails;
import io.hypnos.engine.memory.Admission.Known;
import io.hypnos.engine.memory.Admission.Verdict;
import io.hypnos.engine.memory.NearestMemories.Nearest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdmissionTest {
  private static final UUID TENANT = UUID.fromString("00000000-0000-4000-8000-00000000000a");
  private static final Known NOTHING = new Known(Map.of(), Map.of(), Map.of());
  private static final double THRESHOLD = 0.1;

  @Test
  void theFirstMemoryOfASpaceComesInHoweverShort() {
    Admission admission = admission(WritePolicy.GATED, 0);

    assertThat(admission.decide(0, row("ok", 0), Optional.empty()))
        .isInstanceOf(Verdict.Admitted.class);
  }

  @Test
  void whatIsNearAndDiffersInNothingSalientIsRefused() {
    Admission admission = admission(WritePolicy.GATED, 0);
    UUID near = UUID.randomUUID();

    Verdict verdict =
        admission.decide(
            0, row("the boiler again", 1), Optional.of(new Nearest(near, 0.97, "the boiler")));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.reason()).endsWith("near-duplicate of " + near));
  }

  @Test
  void aSalientDifferenceLetsItInHoweverNear() {
    Admission admission = admission(WritePolicy.GATED, 1);

    assertThat(
            admission.decide(
                0, row("at 4 pm", 1), Optional.of(new Nearest(UUID.randomUUID(), 0.99, "at 3 pm"))))
        .isInstanceOf(Verdict.Admitted.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          The audit log is enabled            | The audit log is disabled
          My favourite colour is blue         | My favourite colour is green
          Use tabs                            | Use spaces
          The alarm is on                     | The alarm is off
          Back up before the deploy           | Back up after the deploy
          The key is in the drawer            | The key is out of the drawer
          Interns can merge                   | Interns must merge
          His badge is lost                   | Her badge is lost
          All tests pass                      | Some tests pass
          The flag is not set                 | The flag is set
          The offset is 5 hours               | The offset is -5 hours
          Latency must be < 5 s               | Latency must be > 5 s
          Nightly build ✅                    | Nightly build ❌
          It costs $5                         | It costs €5
          Scores: 12 17 23 31 44 52 68 71 85 90 | Scores: 12 17 23 31 44 52 68 71 85 91
          Ann, Bob, Carl, Dora, Emil, Fay, Gus, Hal and Ivy meet at 3 pm | \
          Ann, Bob, Carl, Dora, Emil, Fay, Gus, Hal and Ivy meet at 4 pm
          On Fridays Bob, Carl, Dora, Emil and Fay may deploy to production | \
          On Fridays Bob, Carl, Dora, Emil and Fay may not deploy to production
          """)
  void aCorrectionComesInHoweverNearAndHoweverShort(String known, String correction) {
    Verdict verdict = withDetails(correction, known);

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Admitted.class,
            admitted -> assertThat(admitted.row().importance()).isGreaterThanOrEqualTo(THRESHOLD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          The alarm is on                          | the ALARM is on!
          Anna prefers the window seat             | Anna prefers window seats
          We meet at 3 pm in the big room          | We meet at 15:00 in the big room
          Back up before the deploy and after it   | Back up before the deploy
          Offices 10-15 are closed                 | offices 10-15 closed
          """)
  void whatAddsNothingIsRefused(String known, String repeat) {
    assertThat(withDetails(repeat, known)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void nothingIsARepeatOfWhatWasWithdrawn() {
    Admission admission = admission(WritePolicy.GATED, 0);
    StoredMemory first = row("the boiler leaks", 0);
    admission.decide(0, first, Optional.empty());

    admission.withdraw(0, first);

    assertThat(admission.decide(1, row("The boiler leaks", 0), Optional.empty()))
        .isInstanceOf(Verdict.Admitted.class);
  }

  private static Verdict withDetails(String text, String known) {
    Admission admission =
        new Admission(WritePolicy.GATED, THRESHOLD, new SalientDetails(), NOTHING);
    return admission.decide(
        0, row(text, 1), Optional.of(new Nearest(UUID.randomUUID(), 0.99, known)));
  }

  @Test
  void theSecondOfTwoTwinsInOneWriteIsRefusedInAnyOrder() {
    Admission admission = admission(WritePolicy.GATED, 0);

    assertThat(admission.decide(0, row("Twin", 0), Optional.empty()))
        .isInstanceOf(Verdict.Admitted.class);
    assertThat(admission.decide(1, row("  twin ", 0), Optional.empty()))
        .isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void importanceFallsAsSimilarityGrows() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      double low = random.nextDouble();
      double high = low + random.nextDouble() * (1 - low);
      double delta = random.nextDouble();
      assertThat(score(high, delta)).as("seed %d", seed).isLessThanOrEqualTo(score(low, delta));
      assertThat(score(low, delta)).as("seed %d", seed).isBetween(0.0, 1.0);
    }
  }

  private static double score(double similarity, double delta) {
    return io.hypnos.engine.importance.Importance.beside(
            "some text of seven words in all", similarity, delta)
        .score();
  }

  private static Admission admission(WritePolicy policy, double delta) {
    return new Admission(
        policy, THRESHOLD, (text, nearest) -> new Difference(delta, delta > 0), NOTHING);
  }

  private static StoredMemory row(String text, int axis) {
    float[] vector = new float[4];
    vector[axis] = 1;
    NewMemory memory = NewMemory.text("space", text, "api");
    return new StoredMemory(
        TENANT,
        UUID.randomUUID(),
        memory,
        Fingerprint.of(text),
        ContentDigest.of(text),
        0,
        Vectors.of("model", vector),
        Optional.empty(),
        Instant.EPOCH,
        1);
  }
}
