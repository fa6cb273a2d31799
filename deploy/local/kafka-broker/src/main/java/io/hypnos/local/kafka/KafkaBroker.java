package io.hypnos.local.kafka;

import io.hypnos.local.part.ReadySignal;
import io.hypnos.local.part.StartCheck;
import io.hypnos.local.part.StartException;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import io.hypnos.settings.SettingsException;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Time;

/** Main of the Kafka part: one node that is broker and controller, with the product's topics. */
public final class KafkaBroker {
  private static final String NAME = "Kafka";

  private KafkaBroker() {}

  public static void main(String[] arguments) {
    ReadySignal ready = ReadySignal.onStandardOutput();
    HypnosSettings settings = settings();
    BrokerAddress address = BrokerAddress.of(settings);
    Path directory = settings.data().resolve("kafka").toAbsolutePath();
    StartCheck.directoryIsWritable(NAME, directory);
    StartCheck.portIsFree(NAME, address.host(), address.port());
    StartCheck.portIsFree(NAME, address.host(), address.controllerPort());

    KafkaRaftServer server = start(new BrokerStorage(directory), address);
    new TopicCatalog(settings.kafka()).publish();
    ready.send();
    server.awaitShutdown();
  }

  private static HypnosSettings settings() {
    try {
      return Settings.load(System.getenv(), Path.of("."));
    } catch (SettingsException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  private static KafkaRaftServer start(BrokerStorage storage, BrokerAddress address) {
    try {
      storage.formatIfNew();
      KafkaConfig config =
          KafkaConfig.fromProps(BrokerProperties.of(address, storage.directory()), false);
      KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
      Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "kafka-stop"));
      server.startup();
      return server;
    } catch (KafkaException e) {
      throw new StartException("Kafka cannot start: " + e.getMessage(), e);
    }
  }
}
