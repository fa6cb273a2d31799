package io.hypnos.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hypnos.local.part.StartException;
import io.hypnos.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTest {
  @Test
  void itIsReadFromTheBootstrapServer() {
    BrokerAddress address = address("127.0.0.1:9", "10");

    assertThat(address).isEqualTo(new BrokerAddress("127.0.0.1", 9, 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "a:1,b:2", "a:0", "a b:1"})
  void anythingButOneHostAndPortIsRefused(String bootstrap) {
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> address(bootstrap, "10"))
        .withMessageContaining(bootstrap);
  }

  @Test
  void aFloatingControllerPortIsRefused() {
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> address("127.0.0.1:9", "0"))
        .withMessageContaining("hypnos.local.kafka-controller-port");
  }

  private static BrokerAddress address(String bootstrap, String controllerPort) {
    return BrokerAddress.of(
        Settings.of(
            Map.of("kafka.bootstrap", bootstrap, "local.kafka-controller-port", controllerPort),
            Map.of()));
  }
}
