package io.hypnos.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FingerprintTest {
  @Test
  void caseSpacingAndCompatibleSpellingsMakeNoDifference() {
    assertThat(Fingerprint.of("  The Caf\u00e9\topens\n at  9 "))
        .isEqualTo(Fingerprint.of("the cafe\u0301 opens at 9"));
    assertThat(Fingerprint.of("\uff21\uff22\uff23")).isEqualTo(Fingerprint.of("abc"));
    assertThat(Fingerprint.of("STRASSE")).isEqualTo(Fingerprint.of("stra\u00dfe"));
    assertThat(Fingerprint.of("STRA\u1e9eE")).isEqualTo(Fingerprint.of("stra\u00dfe"));
  }

  @Test
  void otherWordsMakeAnotherFingerprint() {
    assertThat(Fingerprint.of("at 3 pm")).isNotEqualTo(Fingerprint.of("at 4 pm"));
    assertThat(Fingerprint.of("enabled")).isNotEqualTo(Fingerprint.of("not enabled"));
  }
}
