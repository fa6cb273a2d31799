package io.hypnos.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.web.KeyProblem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyShapeTest {
  @ParameterizedTest
  @CsvSource({
    "mk_live_YOUR_KEY, PLACEHOLDER",
    "mk_live_XXXXXXXX, PLACEHOLDER",
    "YOUR_API_KEY, MALFORMED",
    "INVALID, MALFORMED",
    "ABC, MALFORMED",
    "BAD-KEY, MALFORMED",
    "mk_test_YOUR_KEY, MALFORMED",
    "<your key>, MALFORMED",
    "mk_live_..., MALFORMED",
    "mk_live_, MALFORMED",
    "mk_live_0123456789abcdef0123456789abcdef, INVALID",
    "mk_test_0123456789abcdef0123456789abcdef, INVALID",
    "mv_0123456789abcdef0123456789abcdefAB, INVALID",
    "sk_0123456789abcdefghijklmnopqrstuvwxyz, INVALID",
    "mk_live_0123, MALFORMED",
    "mk_live_0123456789ABCDEF0123456789ABCDEg, MALFORMED",
    "hello, MALFORMED"
  })
  void adviceFollowsTheSpelling(String key, KeyProblem expected) {
    assertThat(KeyShape.problemOf(key)).isEqualTo(expected);
  }
}
