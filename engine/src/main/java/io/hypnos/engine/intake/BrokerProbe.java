package io.hypnos.engine.intake;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether one of the brokers takes connections: cheap enough for a health check. */
final class BrokerProbe {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerProbe.class);

  private BrokerProbe() {}

  static boolean answers(String bootstrap, Duration patience) {
    for (String broker : bootstrap.split(",", -1)) {
      int colon = broker.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        InetSocketAddress address =
            new InetSocketAddress(
                broker.substring(0, colon).trim(),
                Integer.parseInt(broker.substring(colon + 1).trim()));
        socket.connect(address, (int) patience.toMillis());
        return true;
      } catch (IOException e) {
        LOG.debug("broker {} does not answer", broker, e);
      }
    }
    return false;
  }
}
