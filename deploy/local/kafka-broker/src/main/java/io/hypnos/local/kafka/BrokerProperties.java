package io.hypnos.local.kafka;

import java.nio.file.Path;
import java.util.Properties;

/** The settings of a single node on a small machine. */
final class BrokerProperties {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final String CLIENT_LISTENER = "PLAINTEXT";

  private BrokerProperties() {}

  static Properties of(BrokerAddress address, Path directory) {
    Properties properties = new Properties();
    addNode(properties, address);
    properties.put("log.dirs", directory.toString());
    properties.put("auto.create.topics.enable", "false");
    addInternalTopics(properties);
    addSmallFootprint(properties);
    addPatience(properties);
    return properties;
  }

  private static void addNode(Properties properties, BrokerAddress address) {
    String client = CLIENT_LISTENER + "://" + address.host() + ":" + address.port();
    String controller =
        CONTROLLER_LISTENER + "://" + address.host() + ":" + address.controllerPort();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", String.valueOf(NODE_ID));
    properties.put(
        "controller.quorum.voters",
        NODE_ID + "@" + address.host() + ":" + address.controllerPort());
    properties.put("listeners", client + "," + controller);
    properties.put("advertised.listeners", client);
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("controller.listener.names", CONTROLLER_LISTENER);
    properties.put("inter.broker.listener.name", CLIENT_LISTENER);
  }

  private static void addInternalTopics(Properties properties) {
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("share.coordinator.state.topic.num.partitions", "1");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
  }

  private static void addSmallFootprint(Properties properties) {
    properties.put("num.network.threads", "1");
    properties.put("num.io.threads", "2");
    properties.put("num.recovery.threads.per.data.dir", "2");
    properties.put("background.threads", "2");
    properties.put("log.cleaner.dedupe.buffer.size", "4194304");
    // The controller proves that it lives by empty records; twice a second is a lot of disk for
    // a node that is alone.
    properties.put("metadata.max.idle.interval.ms", "5000");
  }

  private static void addPatience(Properties properties) {
    properties.put("group.initial.rebalance.delay.ms", "0");
    // Longer than a checkpoint interval and a restart together, or a job's open transaction would
    // be aborted under it.
    properties.put("transaction.max.timeout.ms", "3600000");
    // A machine that was off for weeks must find its consumers' positions.
    properties.put("offsets.retention.minutes", "525600");
    // After a kill the node may register again only when its former life has timed out.
    properties.put("broker.session.timeout.ms", "3000");
    properties.put("broker.heartbeat.interval.ms", "500");
  }
}
