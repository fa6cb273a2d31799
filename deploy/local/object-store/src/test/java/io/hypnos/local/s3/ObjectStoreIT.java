package io.hypnos.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.local.part.FreePort;
import io.hypnos.local.part.PartProcess;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import io.hypnos.settings.SettingsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreIT {
  @TempDir static Path directory;
  private static HypnosSettings settings;
  private static Path settingsFile;
  private static PartProcess store;

  @BeforeAll
  static void start() throws IOException {
    settings = settings(directory.resolve("data"), FreePort.pick(), Map.of());
    settingsFile = file(settings);
    store = start(settingsFile).awaitReady();
  }

  @AfterAll
  static void stop() {
    try (PartProcess last = store) {
      assertThat(last.stop()).isZero();
    }
  }

  @Test
  void thePresignedLinksWorkWithCurl() throws IOException {
    try (BucketClient bucket = new BucketClient(settings.blob())) {
      Path upload = Files.writeString(directory.resolve("upload.txt"), "by curl");

      String put = curl("-T", upload.toString(), bucket.linkToPut("a folder/ünicode.txt"));
      String got = curl(bucket.linkToGet("a folder/ünicode.txt"));

      assertThat(put).isEqualTo("200");
      assertThat(got).isEqualTo("by curl200");
    }
  }

  @Test
  void aLinkWithAChangedKeyIsRefused() throws IOException {
    try (BucketClient bucket = new BucketClient(settings.blob())) {
      bucket.put("mine", "private".getBytes(StandardCharsets.UTF_8));

      String answer = curl(bucket.linkToGet("another").replace("another", "mine"));

      assertThat(answer).endsWith("403").doesNotContain("private");
    }
  }

  @Test
  void withoutCredentialsNothingIsRead() throws IOException {
    try (BucketClient bucket = new BucketClient(settings.blob())) {
      bucket.put("mine", "private".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(curl(settings.blob().endpoint() + "/hypnos/mine")).endsWith("403");
  }

  @Test
  void anObjectLargerThanTheHeapPassesThrough() throws IOException {
    Path large = directory.resolve("large");
    byte[] block = new byte[1024 * 1024];
    new SplittableRandom(1).nextBytes(block);
    try (OutputStream output = Files.newOutputStream(large)) {
      for (int i = 0; i < 70; i++) {
        output.write(block);
      }
    }
    try (BucketClient bucket = new BucketClient(settings.blob())) {
      bucket.put("by the sdk", large);
      String put = curl("-T", large.toString(), bucket.linkToPut("by curl"));

      assertThat(put).isEqualTo("200");
      for (String key : List.of("by the sdk", "by curl")) {
        try (InputStream expected = Files.newInputStream(large);
            InputStream found = bucket.get(key)) {
          assertThat(found).hasSameContentAs(expected);
        }
      }
    }
  }

  @Test
  void objectsSurviveAKill() throws IOException {
    byte[] content = "kept".getBytes(StandardCharsets.UTF_8);
    try (BucketClient bucket = new BucketClient(settings.blob())) {
      bucket.put("survivor", content);

      store.kill();
      store = start(settingsFile).awaitReady();

      try (InputStream found = bucket.get("survivor")) {
        assertThat(found).hasBinaryContent(content);
      }
    }
  }

  @Test
  void aTakenPortIsOneSentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertRefused(
          settings(directory.resolve("other"), port, Map.of()),
          "S3 cannot listen on 127.0.0.1:" + port);
    }
  }

  @Test
  void anUnusableDataDirectoryIsOneSentence() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");

    assertRefused(
        settings(file, FreePort.pick(), Map.of()), "S3 cannot write to " + file.resolve("s3"));
  }

  @Test
  void aMissingSecretIsOneSentence() throws IOException {
    assertRefused(
        settings(directory.resolve("other"), FreePort.pick(), Map.of("blob.secret-key", "")),
        "S3 needs a secret in hypnos.blob.secret-key.");
  }

  private static void assertRefused(HypnosSettings refused, String sentence) throws IOException {
    try (PartProcess part = start(file(refused))) {
      assertThat(part.awaitExit()).isEqualTo(1);
      assertThat(part.output().lines()).singleElement().asString().startsWith(sentence);
    }
  }

  private static HypnosSettings settings(Path data, int port, Map<String, String> more) {
    Map<String, String> values = new HashMap<>();
    values.put("data", data.toString());
    values.put("blob.endpoint", "http://127.0.0.1:" + port);
    values.put("blob.secret-key", "a secret for the test");
    values.putAll(more);
    return Settings.of(values, Map.of());
  }

  private static Path file(HypnosSettings settings) throws IOException {
    Path file = Files.createTempFile(directory, "effective", ".yml");
    SettingsFile.write(settings, file);
    return file;
  }

  private static PartProcess start(Path settings) throws IOException {
    return PartProcess.start(
        Path.of("target/runtime"),
        List.of("-Xmx64m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        List.of(ObjectStore.class.getName()),
        settings,
        Files.createTempFile(directory, "output", ".log"));
  }

  /** The body and the status that curl got. */
  private static String curl(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("curl", "-s", "-w", "%{http_code}"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
