package io.hypnos.local.kafka;

import io.hypnos.local.part.StartException;
import io.hypnos.settings.HypnosSettings;
import java.net.URI;

/** Where the node listens: for clients, and for itself as its own controller. */
record BrokerAddress(String host, int port, int controllerPort) {
  BrokerAddress {
    if (controllerPort == 0) {
      throw new StartException("Kafka needs a fixed hypnos.local.kafka-controller-port, not 0.");
    }
  }

  static BrokerAddress of(HypnosSettings settings) {
    String bootstrap = settings.kafka().bootstrap();
    try {
      URI uri = URI.create("kafka://" + bootstrap);
      if (uri.getHost() == null || uri.getPort() <= 0) {
        throw unusable(bootstrap);
      }
      return new BrokerAddress(
          uri.getHost(), uri.getPort(), settings.local().kafkaControllerPort());
    } catch (IllegalArgumentException e) {
      throw unusable(bootstrap);
    }
  }

  private static StartException unusable(String bootstrap) {
    return new StartException(
        "The local Kafka broker needs one host:port as hypnos.kafka.bootstrap, not '%s'."
            .formatted(bootstrap));
  }
}
