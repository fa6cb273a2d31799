package io.hypnos.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StorableTextTest {
  @Test
  void ordinaryTextOfAnyScriptIsFine() {
    assertThatCode(() -> StorableText.require("content", "naïve 東京 \uD83D\uDE00 \t\n"))
        .doesNotThrowAnyException();
  }

  @Test
  void nulAndHalfSurrogatesAreRefusedWhereverTheyStand() {
    for (String bad : List.of("a\0b", "\uD83D", "x\uD83Dy", "\uDE00\uD83D")) {
      assertThatThrownBy(() -> StorableText.require("content", bad))
          .isInstanceOfSatisfying(
              HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION));
      assertThatThrownBy(
              () -> StorableText.requireAll("metadata", Map.of("k", List.of(Map.of("n", bad)))))
          .isInstanceOf(HypnosException.class);
    }
  }

  @Test
  void documentsAreCleanedInsteadOfRefused() {
    assertThat(StorableText.cleaned("a\0b\uD83Dc\uD83D\uDE00")).isEqualTo("a b\uFFFDc\uD83D\uDE00");
    assertThat(StorableText.cleaned("plain")).isSameAs("plain");
  }
}
