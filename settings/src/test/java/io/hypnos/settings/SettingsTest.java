package io.hypnos.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
  @TempDir Path directory;

  @Test
  void defaultsNeedNoFile() {
    HypnosSettings settings = Settings.load(Map.of(), directory);

    assertThat(settings.api().port()).isEqualTo(8080);
    assertThat(settings.rootKey()).isEmpty();
    assertThat(settings.api().maxFile()).isEqualTo(DataSize.ofMegabytes(10));
    assertThat(settings.limits().team().perMinute()).isEqualTo(3000);
  }

  @Test
  void environmentWinsOverFile() throws IOException {
    Files.writeString(
        directory.resolve("hypnos.yml"), "hypnos:\n  api:\n    port: 9001\n    threads: 10\n");

    HypnosSettings settings =
        Settings.load(Map.of("HYPNOS_API_PORT", "9002", "PATH", "/bin"), directory);

    assertThat(settings.api().port()).isEqualTo(9002);
    assertThat(settings.api().threads()).isEqualTo(10);
  }

  @Test
  void everySettingSurvivesTheRoundTripThroughText() {
    HypnosSettings settings =
        Settings.of(
            Map.of("hypnos.root-key", "0123456789abcdef", "search.timeout", "1500ms"), Map.of());

    assertThat(Settings.of(Settings.values(settings), Map.of())).isEqualTo(settings);
    assertThat(settings.search().timeout()).isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void unknownNameIsRefusedWithTheNearestKnownOne() {
    assertThatThrownBy(() -> Settings.of(Map.of("hypnos.api.prot", "1"), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessage("Unknown setting 'hypnos.api.prot'; did you mean 'hypnos.api.port'?");
    assertThatThrownBy(() -> Settings.of(Map.of(), Map.of("HYPNOS_APIPORT", "1")))
        .hasMessage(
            "Unknown environment variable 'HYPNOS_APIPORT'; did you mean 'HYPNOS_API_PORT'?");
  }

  @Test
  void badValuesAreAllNamedAtOnce() {
    assertThatThrownBy(
            () ->
                Settings.of(
                    Map.of("api.port", "70000", "flink.checkpoint-interval", "soon"), Map.of()))
        .hasMessageContaining(
            "Setting 'hypnos.api.port' cannot be '70000': it must be at most 65535.")
        .hasMessageContaining(
            "Setting 'hypnos.flink.checkpoint-interval' cannot be 'soon': expected a duration");
  }

  @Test
  void limitsAcrossSettingsAreChecked() {
    assertThatThrownBy(() -> Settings.of(Map.of("ingest.chunk-overlap", "100"), Map.of()))
        .hasMessageContaining("chunk-overlap must be at most half of chunk-tokens");
    assertThatThrownBy(() -> Settings.of(Map.of("root-key", "short"), Map.of()))
        .hasMessageContaining("root-key must have at least 16 characters");
  }

  @Test
  void secretsAreNotPrinted() {
    HypnosSettings settings = Settings.of(Map.of("root-key", "0123456789abcdef"), Map.of());

    assertThat(settings.toString()).doesNotContain("0123456789abcdef");
  }

  @Test
  void badEncryptionKeysAreRefusedWithoutBeingShown() {
    String key = "0123456789abcdef".repeat(4);

    assertThat(Settings.of(Map.of("secret.keys", "b:" + key + ", a:" + key), Map.of()).secret())
        .satisfies(secrets -> assertThat(secrets.keys()).hasSize(2))
        .satisfies(secrets -> assertThat(secrets.toString()).doesNotContain(key));
    for (String bad :
        new String[] {key, "a:" + key + "0", "a b:" + key, "a:" + key + ",a:" + key}) {
      assertThatThrownBy(() -> Settings.of(Map.of("secret.keys", bad), Map.of()))
          .hasMessageContaining("each of keys must")
          .hasMessageNotContaining("0123456789abcdef");
    }
  }

  @Test
  void aRemoteEmbeddingModelMustBeNamed() {
    assertThatThrownBy(() -> Settings.of(Map.of("embedding.provider", "openai"), Map.of()))
        .hasMessageContaining("openai.model and openai.dimensions must be set");
    assertThatThrownBy(() -> Settings.of(Map.of("embedding.provider", "magic"), Map.of()))
        .hasMessageContaining("provider must be built-in or openai");
    assertThatThrownBy(() -> Settings.of(Map.of("embedding.pieces.overlap", "46"), Map.of()))
        .hasMessageContaining("overlap must be at most half of words");
  }

  @Test
  void unreadableFileIsOneSentence() throws IOException {
    Files.writeString(directory.resolve("hypnos.yml"), "api: [unclosed");

    assertThatThrownBy(() -> Settings.load(Map.of(), directory))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("Cannot read settings from ");
  }

  @Test
  void resolvedSettingsAreHandedToOtherProcessesInAPrivateFile() throws IOException {
    HypnosSettings settings = Settings.of(Map.of("blob.secret-key", "s3cr3t: yes"), Map.of());
    Path file = directory.resolve("effective.yml");

    SettingsFile.write(settings, file);

    assertThat(Settings.load(Map.of("HYPNOS_CONFIG", file.toString()), directory))
        .isEqualTo(settings);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
