package io.hypnos.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.Secret;
import io.hypnos.settings.SecretSettings;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretCipherTest {
  private static final UUID TENANT = new UUID(1, 1);
  private static final UUID OTHER = new UUID(2, 2);
  private static final String NAME = "connector/notion";
  private static final Secret SECRET = Secret.of("sk-very-secret");
  private static final String OLD = "old:" + "1".repeat(64);
  private static final String NEW = "new:" + "2".repeat(64);

  private final SecretCipher cipher = cipher(OLD);

  @ParameterizedTest
  @ValueSource(strings = {"x", "sk-very-secret", "пароль 🔑", "line\nbreak\u0000"})
  void whatWasSealedOpens(String value) {
    SealedSecret sealed = cipher.seal(TENANT, NAME, Secret.of(value));

    assertThat(cipher.open(TENANT, NAME, sealed).reveal()).isEqualTo(value);
  }

  @Test
  void theSealedBytesHoldNothingOfTheSecretAndDifferEachTime() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      SealedSecret sealed = cipher.seal(TENANT, NAME, SECRET);
      String text = new String(sealed.bytes(), StandardCharsets.ISO_8859_1);
      assertThat(text).doesNotContain("secret");
      assertThat(seen.add(text)).isTrue();
      assertThat(sealed.toString()).doesNotContain("very-secret");
    }
  }

  @Test
  void aCiphertextThatIsMovedToAnotherTenantOrNameDoesNotOpen() {
    SealedSecret sealed = cipher.seal(TENANT, NAME, SECRET);

    assertDamaged(() -> cipher.open(OTHER, NAME, sealed));
    assertDamaged(() -> cipher.open(TENANT, "connector/slack", sealed));
  }

  @Test
  void everyChangedBitIsNoticed() {
    SealedSecret sealed = cipher.seal(TENANT, NAME, SECRET);
    for (int bit = 0; bit < sealed.bytes().length * 8; bit++) {
      byte[] changed = sealed.bytes().clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertDamaged(() -> cipher.open(TENANT, NAME, new SealedSecret("old", changed)));
    }
  }

  @Test
  void aCutCiphertextIsNoticed() {
    byte[] bytes = cipher.seal(TENANT, NAME, SECRET).bytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertDamaged(() -> cipher.open(TENANT, NAME, new SealedSecret("old", cut)));
    }
  }

  @Test
  void anotherKeyUnderTheSameIdDoesNotOpen() {
    SealedSecret sealed = cipher.seal(TENANT, NAME, SECRET);

    assertDamaged(() -> cipher("old:" + "3".repeat(64)).open(TENANT, NAME, sealed));
  }

  @Test
  void theFirstKeySealsAndAllOpen() {
    SealedSecret before = cipher.seal(TENANT, NAME, SECRET);
    SecretCipher both = cipher(NEW, OLD);

    assertThat(both.open(TENANT, NAME, before)).isEqualTo(SECRET);
    assertThat(both.seal(TENANT, NAME, SECRET).keyId()).isEqualTo("new");
    assertDamaged(() -> both.open(TENANT, NAME, new SealedSecret("new", before.bytes())));
  }

  @Test
  void aKeyThatIsGoneIsNamed() {
    SealedSecret sealed = cipher.seal(TENANT, NAME, SECRET);

    assertThatThrownBy(() -> cipher(NEW).open(TENANT, NAME, sealed))
        .isInstanceOf(HypnosException.class)
        .hasMessage("a secret cannot be opened: hypnos.secret.keys holds no key 'old'");
  }

  @Test
  void withoutAKeyNothingIsKept() {
    assertThatThrownBy(() -> cipher().seal(TENANT, NAME, SECRET))
        .isInstanceOf(HypnosException.class)
        .hasMessageContaining("hypnos.secret.keys names no key");
  }

  @Test
  void keysAreNotPrinted() {
    assertThat(new KeyRing(settings(NEW, OLD)).toString()).isEqualTo("KeyRing[new, old]");
  }

  private static SecretCipher cipher(String... keys) {
    return new SecretCipher(new KeyRing(settings(keys)), new SecureRandom());
  }

  private static SecretSettings settings(String... keys) {
    return new SecretSettings(Stream.of(keys).map(Secret::of).toList());
  }

  private static void assertDamaged(ThrowingCallable opening) {
    assertThatThrownBy(opening)
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
        .hasMessageContaining("it was changed, moved, or encrypted with another key")
        .hasMessageNotContaining("very-secret");
  }
}
