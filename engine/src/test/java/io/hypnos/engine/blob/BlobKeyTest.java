package io.hypnos.engine.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BlobKeyTest {
  private static final UUID TENANT = UUID.fromString("11111111-2222-4333-8444-555555555555");
  private static final UUID OTHER = new UUID(2, 2);

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "drop/batch/0", "файлы/счёт №7 🧾.pdf", "a b/c+d%2e%2e", "...", ".x"})
  void aPathStaysBelowItsTenant(String path) {
    BlobKey key = BlobKey.of(TENANT, path);

    assertThat(key.text()).isEqualTo(TENANT + "/" + path);
    assertThat(BlobKey.parse(TENANT, key.text())).isEqualTo(key);
    assertThat(BlobKey.parse(key.text())).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/etc/passwd",
        "..",
        "../x",
        "a/../b",
        "a/..",
        "./a",
        "a/.",
        "a//b",
        "a/",
        " ",
        "a\u0000b",
        "a\nb",
        "a\u007f",
        "..\\x",
        "a\\..\\b",
        "\ud800",
        "a/\udc00"
      })
  void aPathThatCouldLeadElsewhereIsRefused(String path) {
    assertRefused(() -> BlobKey.of(TENANT, path));
    assertRefused(() -> BlobKey.parse(TENANT, TENANT + "/" + path));
  }

  @Test
  void longPathsAreRefusedByTheirBytes() {
    String segment = "ж".repeat(127);
    assertThat(BlobKey.of(TENANT, segment + "/" + segment + "/" + segment)).isNotNull();
    assertRefused(() -> BlobKey.of(TENANT, "ж".repeat(128)));
    assertRefused(() -> BlobKey.of(TENANT, (segment + "/").repeat(4) + "x"));
    assertRefused(() -> BlobKey.of(TENANT, "x/".repeat(500_000) + "x"));
  }

  @Test
  void theKeyOfAnotherTenantIsRefused() {
    assertRefused(() -> BlobKey.parse(TENANT, OTHER + "/a"));
    assertRefused(() -> BlobKey.parse(TENANT, TENANT + "/../" + OTHER + "/a"));
    assertRefused(() -> BlobKey.parse(TENANT, "/" + TENANT + "/a"));
    assertRefused(() -> BlobKey.parse("a/b"));
    assertRefused(() -> BlobKey.parse("a"));
    // A second spelling of a tenant would be a second prefix.
    assertRefused(() -> BlobKey.parse("1-2-3-4-5/a"));
  }

  @Test
  void noRandomPathLeavesTheTenant() {
    long seed = 20261128;
    Random random = new Random(seed);
    String[] parts = {
      "a", "..", ".", "/", "\\", "\u0000", "%2e", "ж", "\ud83d", " ", OTHER.toString()
    };
    int accepted = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder path = new StringBuilder();
      for (int i = random.nextInt(8); i >= 0; i--) {
        path.append(parts[random.nextInt(parts.length)]);
      }
      try {
        String text = BlobKey.of(TENANT, path.toString()).text();
        accepted++;
        assertThat(Path.of("/root", text).normalize().toString())
            .as("seed %d, round %d", seed, round)
            .isEqualTo("/root/" + text);
      } catch (HypnosException refused) {
        assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION);
      }
    }
    assertThat(accepted).as("seed %d", seed).isGreaterThan(500);
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION))
        .hasMessageStartingWith("not the key of an object: ");
  }
}
