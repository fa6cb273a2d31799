package io.hypnos.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.exc.StreamConstraintsException;

final class JsonTest {
  @ParameterizedTest
  @ValueSource(strings = {"1", "[]", "{}", "\"\""})
  void aBodyOfCountlessTinyValuesIsRefused(String value) {
    String list = "[" + (value + ",").repeat(250_000) + value + "]";

    assertThatExceptionOfType(StreamConstraintsException.class)
        .isThrownBy(() -> Json.mapper().readTree(list));
  }

  @Test
  void aBatchOfTheLargestMemoriesIsRead() {
    String memory = "{\"content\": \"x\", \"concepts\": [" + "\"c\",".repeat(255) + "\"c\"]}";
    String batch = "{\"items\": [" + (memory + ",").repeat(499) + memory + "]}";

    assertThat(Json.mapper().readTree(batch).path("items").size()).isEqualTo(500);
  }
}
