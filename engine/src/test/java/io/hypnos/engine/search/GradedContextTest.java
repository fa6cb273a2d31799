package io.hypnos.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GradedContextTest {
  @Test
  void theNearerTheMoreItCounts() {
    String context =
        GradedContext.of(
            said("own"),
            List.of(said("one"), said("two"), said("three"), said("four"), said("five")));

    assertThat(count(context, "own")).isEqualTo(3);
    assertThat(count(context, "one")).isEqualTo(2);
    assertThat(count(context, "two")).isEqualTo(1);
    assertThat(count(context, "four")).isEqualTo(1);
    assertThat(count(context, "five")).isZero();
  }

  @Test
  void ofALongNeighbourTheEndCounts() {
    String context =
        GradedContext.of(said("own"), List.of(said("start " + "x ".repeat(2_000) + "end")));

    assertThat(context).contains("end").doesNotContain("start");
  }

  @Test
  void proseBesideTheTextCountsAndNamesAndTimesDoNot() {
    Utterance utterance =
        new Utterance(
            Optional.of("Anna"),
            "Look!",
            Map.of(
                "caption", "a photo of a red bicycle",
                "when", "1:56 pm on 8 May, 2023",
                "url", "http://example.org is not prose at all",
                "id", "D1:3",
                "score", 4));

    assertThat(utterance.words()).isEqualTo("Anna: Look!\na photo of a red bicycle");
  }

  private static Utterance said(String text) {
    return new Utterance(Optional.empty(), text, Map.of());
  }

  private static long count(String context, String word) {
    return context.lines().filter(word::equals).count();
  }
}
