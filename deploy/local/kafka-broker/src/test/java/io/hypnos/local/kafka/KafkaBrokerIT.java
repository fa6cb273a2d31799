package io.hypnos.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.local.part.FreePort;
import io.hypnos.local.part.PartProcess;
import io.hypnos.schemas.topic.Topic;
import io.hypnos.settings.Settings;
import io.hypnos.settings.SettingsFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerIT {
  @TempDir Path directory;
  private final int port = FreePort.pick();
  private Path settings;
  private TopicClient client;

  @BeforeEach
  void configure() throws IOException {
    settings = directory.resolve("effective.yml");
    SettingsFile.write(
        Settings.of(
            Map.of(
                "data",
                directory.resolve("data").toString(),
                "kafka.bootstrap",
                "127.0.0.1:" + port,
                "local.kafka-controller-port",
                String.valueOf(FreePort.pick())),
            Map.of()),
        settings);
    client = new TopicClient("127.0.0.1:" + port);
  }

  @Test
  void acknowledgedRecordsSurviveAKill() {
    Set<String> sent =
        IntStream.range(0, 2_000)
            .mapToObj(number -> "record " + number)
            .collect(Collectors.toUnmodifiableSet());
    try (PartProcess broker = start().awaitReady()) {
      client.send(Topic.INGEST, sent);
      broker.kill();
    }

    try (PartProcess restarted = start().awaitReady()) {
      List<String> received = client.receive(Topic.INGEST, sent.size());

      assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
      assertThat(restarted.stop()).isZero();
    }
  }

  @Test
  void topicsComeBackToTheirDeclaredSettings() {
    try (PartProcess broker = start().awaitReady()) {
      assertThat(client.settingsOf(Topic.CHANGES)).containsAllEntriesOf(Topic.CHANGES.config());
      client.alter(Topic.CHANGES, "retention.ms", "1000");
      assertThat(broker.stop()).isZero();
    }

    try (PartProcess restarted = start().awaitReady()) {
      assertThat(client.names())
          .containsExactlyInAnyOrderElementsOf(
              Topic.all().stream().map(Topic::topicName).collect(Collectors.toSet()));
      assertThat(client.settingsOf(Topic.CHANGES)).containsAllEntriesOf(Topic.CHANGES.config());
      assertThat(restarted.stop()).isZero();
    }
  }

  @Test
  void aTakenPortIsOneSentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        PartProcess broker = start()) {
      assertThat(broker.awaitExit()).isEqualTo(1);
      assertThat(broker.output().lines())
          .singleElement()
          .asString()
          .startsWith("Kafka cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void anUnusableDataDirectoryIsOneSentence() throws IOException {
    Files.writeString(directory.resolve("data"), "a file, not a directory");
    try (PartProcess broker = start()) {
      assertThat(broker.awaitExit()).isEqualTo(1);
      assertThat(broker.output().lines())
          .singleElement()
          .asString()
          .startsWith("Kafka cannot write to " + directory.resolve("data/kafka"));
    }
  }

  private PartProcess start() {
    return PartProcess.start(
        Path.of("target/runtime"),
        List.of("-Xmx192m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        List.of(KafkaBroker.class.getName()),
        settings,
        directory.resolve("output"));
  }
}
