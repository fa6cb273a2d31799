package io.hypnos.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \t\r\n",
        "\u00a0\u2007\u202f",
        "\u3000\u205f\u1680",
        "\u2028\u2029\u0085",
        "\u200b\ufeff\u2060"
      })
  void whatShowsNothingIsBlank(String text) {
    assertThat(TextRules.isBlank(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00a0.", "0", "\ud83d\ude80", "\u0301"})
  void whatShowsSomethingIsNot(String text) {
    assertThat(TextRules.isBlank(text)).isFalse();
  }

  @Test
  void aLineIsOneLine() {
    assertThat(TextRules.oneLine("a\r\nb\u2028c\u2029d\u0085e\u001bf")).isEqualTo("a b c d e f");
  }

  @Test
  void whatASenderCalledAFieldIsToldOnOneLine() {
    Violation violation =
        new Violation(java.util.List.of("body", "x\u2028y", 3), "not\nknown", "extra_forbidden");

    assertThat(violation.location()).containsExactly("body", "x y", 3);
    assertThat(violation.message()).isEqualTo("not known");
  }
}
