package io.hypnos.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PresentedKeyTest {
  @ParameterizedTest
  @ValueSource(strings = {"Bearer key", "bearer key", "BEARER   key", " Bearer key "})
  void theSchemeMayBeSpelledAnyhow(String header) {
    assertThat(PresentedKey.of(null, header)).contains("key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic key", "key", "Bearer", "Bearer ", ""})
  void anotherSchemeIsNoKey(String header) {
    assertThat(PresentedKey.of(null, header)).isEmpty();
  }

  @Test
  void theHeaderOfItsOwnComesFirst() {
    assertThat(PresentedKey.of("own", "Bearer other")).contains("own");
    assertThat(PresentedKey.of(" ", "Bearer other")).contains("other");
    assertThat(PresentedKey.of(null, null)).isEmpty();
  }
}
