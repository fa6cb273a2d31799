package io.hypnos.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.memory.Admission.Known;
import io.hypnos.engine.memory.Admission.Verdict;
import io.hypnos.engine.memory.NearestMemories.Nearest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

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
    return new Admission(policy, THRESHOLD, (text, nearest) -> delta, NOTHING);
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
