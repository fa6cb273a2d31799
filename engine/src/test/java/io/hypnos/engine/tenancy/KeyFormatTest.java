package io.hypnos.engine.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.settings.Secret;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KeyFormatTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void aKeyIsAPrefixAndThirtyTwoHexDigits() {
    assertThat(KeyFormat.generate(KeyStyle.HEX, random).reveal()).matches("mk_live_[0-9a-f]{32}");
  }

  @Test
  void noTwoKeysAreTheSame() {
    assertThat(
            IntStream.range(0, 1000)
                .mapToObj(i -> KeyFormat.generate(KeyStyle.HEX, random))
                .collect(Collectors.toSet()))
        .hasSize(1000);
  }

  @Test
  void theDigestIsSha256OfTheWholeKey() {
    // printf 'mk_live_00000000000000000000000000000000' | sha256sum
    assertThat(HexFormat.of().formatHex(KeyFormat.digest("mk_live_" + "0".repeat(32))))
        .isEqualTo("acd3093563c1bc0a97c2aab2a38aadea5ab8049c286bcb5bd368e131729cb567");
  }

  @Test
  void theHintShowsThePrefixAndTheLastFour() {
    assertThat(KeyFormat.hint("mk_live_0123456789abcdef0123456789aba1b2"))
        .isEqualTo("mk_live_…a1b2");
  }

  @Test
  void theHintOfAForeignKeyShowsTheLastFourOnly() {
    assertThat(KeyFormat.hint("a-root-key-of-my-own")).isEqualTo("…-own");
  }

  @Test
  void aPrintedKeyIsMasked() {
    Secret secret = KeyFormat.generate(KeyStyle.HEX, random);

    assertThat(secret.toString()).doesNotContain(secret.reveal());
  }
}
