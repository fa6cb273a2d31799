package io.hypnos.engine.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.extraction.Extractors;
import io.hypnos.engine.extraction.SourceText;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class RemainderTest {
  private static List<String> of(String text) {
    SourceText source =
        SourceText.ofUser(UUID.randomUUID(), text, Instant.parse("2026-03-02T06:11:09Z"));
    return Remainder.of(text, Extractors.rules().extract(source).facts());
  }

  @Test
  void whatTheFactsTellIsNotToldAgain() {
    assertThat(of("I live in Berlin.")).isEmpty();
  }

  @Test
  void greetingsAndQuestionsAreNotKept() {
    assertThat(of("Hi there! I live in Berlin. What is the weather like over there?"))
        .noneMatch(part -> part.startsWith("Hi there!") && part.length() < 12)
        .noneMatch(part -> part.endsWith("?"));
  }

  @Test
  void aTextWithoutFactsIsAllRemainder() {
    assertThat(Remainder.of("Nothing of this was understood", List.of()))
        .containsExactly("Nothing of this was understood");
  }
}
