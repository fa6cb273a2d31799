package io.hypnos.local.stack.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/** Healthy when the port accepts connections. */
record TcpProbe(String host, int port) implements HealthProbe {

  @Override
  public Optional<String> problem(Duration limit) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) limit.toMillis());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("no connection to %s:%d: %s".formatted(host, port, e.getMessage()));
    }
  }
}
