package io.hypnos.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestIdsTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "req-7.f_3", "0123456789", "a/b", "trace:7;x=\"1\"", "<script>"})
  void anIdOfVisibleCharactersIsKept(String presented) {
    assertThat(RequestIds.of(presented)).isEqualTo(presented);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\tb", "a\nb", "a\r", "\u007f", "ü"})
  void anythingElseIsReplaced(String presented) {
    assertThat(RequestIds.of(presented)).matches("req_[0-9a-f]{12}");
  }

  @Test
  void anEndlessIdIsReplaced() {
    assertThat(RequestIds.of("a".repeat(256))).hasSize(256);
    assertThat(RequestIds.of("a".repeat(257))).matches("req_[0-9a-f]{12}");
  }

  @Test
  void everyRequestGetsItsOwn() {
    assertThat(RequestIds.of(null)).isNotEqualTo(RequestIds.of(null));
  }
}
