package io.hypnos.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Secret;
import io.hypnos.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProfileTest {
  @TempDir Path directory;

  @Test
  void secretsAreGeneratedOnceAndKept() {
    LocalProfile first = resolve(Map.of());
    LocalProfile second = resolve(Map.of());

    assertThat(second).isEqualTo(first);
    assertThat(first.settings().database().ownerPassword().reveal()).hasSize(32);
    assertThat(first.settings().database().appPassword())
        .isNotEqualTo(first.settings().database().ownerPassword());
    assertThat(first.settings().blob().secretKey().reveal()).hasSize(32);
    assertThat(first.settings().secret().keys())
        .singleElement()
        .satisfies(key -> assertThat(key.reveal()).matches("first:[0-9a-f]{64}"));
  }

  @Test
  void aConfiguredPasswordIsKept() {
    assertThat(resolve(Map.of("database.app-password", "chosen")).settings().database())
        .extracting(database -> database.appPassword().reveal())
        .isEqualTo("chosen");
  }

  @Test
  void aRootKeyIsGeneratedAndKept() throws IOException {
    Secret key = resolve(Map.of()).settings().rootKey().orElseThrow();

    assertThat(key.reveal()).matches("mk_live_[0-9a-f]{32}");
    assertThat(rootKeyFile()).hasContent(key.reveal() + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rootKeyFile())))
        .isEqualTo("rw-------");
    assertThat(resolve(Map.of()).settings().rootKey()).contains(key);
  }

  @Test
  void aConfiguredRootKeyStaysWhenTheSettingIsGone() {
    resolve(Map.of("root-key", "chosen-by-the-operator"));

    assertThat(resolve(Map.of()).settings().rootKey())
        .contains(Secret.of("chosen-by-the-operator"));
  }

  @Test
  void aNewlyConfiguredRootKeyReplacesTheKeptOne() {
    resolve(Map.of());
    resolve(Map.of("root-key", "chosen-by-the-operator"));

    assertThat(resolve(Map.of()).settings().rootKey())
        .contains(Secret.of("chosen-by-the-operator"));
  }

  @Test
  void pathsAreAbsoluteAndPortZeroIsAFreeOne() {
    HypnosSettings settings = resolve(Map.of("api.port", "0")).settings();

    assertThat(settings.data()).isEqualTo(directory.resolve("here"));
    assertThat(settings.extraction().library().orElseThrow()).isAbsolute();
    assertThat(settings.api().port()).isBetween(20_000, 32_000);
  }

  @Test
  void thePartsReadTheSameSettings() {
    LocalProfile profile = resolve(Map.of("api.threads", "17"));

    assertThat(
            Settings.load(
                Map.of("HYPNOS_CONFIG", profile.data().effectiveSettings().toString()), directory))
        .isEqualTo(profile.settings());
  }

  private LocalProfile resolve(Map<String, String> changed) {
    Map<String, String> values = new HashMap<>(changed);
    values.put("data", "here");
    return LocalProfile.resolve(
        Settings.of(values, Map.of()), new Installation(directory), directory);
  }

  private Path rootKeyFile() {
    return directory.resolve("here/root-key");
  }
}
