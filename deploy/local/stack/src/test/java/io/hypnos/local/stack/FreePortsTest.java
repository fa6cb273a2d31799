package io.hypnos.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  @Test
  void noPortIsHandedOutTwice() {
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      assertThat(ports.add(FreePorts.take())).isTrue();
    }
    assertThat(ports).allMatch(port -> port > 20_000 && port < 32_000);
  }

  @Test
  void aPortInUseIsNotFree() throws IOException {
    int port = FreePorts.take();
    assertThat(FreePorts.isFree("127.0.0.1", port)).isTrue();

    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(FreePorts.isFree("127.0.0.1", socket.getLocalPort())).isFalse();
    }
  }
}
