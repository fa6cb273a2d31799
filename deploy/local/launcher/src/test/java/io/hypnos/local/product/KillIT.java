package io.hypnos.local.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts die without warning; what was acknowledged stays, and work goes on. */
final class KillIT {
  @RegisterExtension static final Product PRODUCT = new Product();

  private final Client client = PRODUCT.client(Product.ROOT_KEY);

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "opensearch", "kafka", "flink", "s3", "api-server"})
  void aKilledPartComesBackAndNothingAcknowledgedIsLost(String part) {
    String space = "kill-" + part + "-" + UUID.randomUUID();
    for (int i = 0; i < 20; i++) {
      assertThat(client.write(space, "Locker number " + i + " belongs to badge " + i * 7).status())
          .isEqualTo(200);
    }
    Client.Answer drop =
        client.drop(
            space,
            "kill-" + part,
            Map.of("walk.txt", "The dog is walked at nine.".getBytes(UTF_8)));
    assertThat(drop.status()).isEqualTo(202);
    OptionalLong before = PRODUCT.pid(part);

    Product.signal("KILL", before.orElseThrow());

    await()
        .atMost(Product.RECOVERY)
        .until(() -> PRODUCT.pid(part).isPresent() && !PRODUCT.pid(part).equals(before));
    PRODUCT.awaitReady();
    await()
        .atMost(Product.RECOVERY)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              for (int i = 0; i < 20; i++) {
                String text = "Locker number " + i + " belongs to badge " + i * 7;
                assertThat(client.read(space, text)).contains(text);
              }
              assertThat(client.read(space, "when is the dog walked?"))
                  .contains("The dog is walked at nine.");
            });
    assertThat(client.write(space, "After the fall of " + part).status()).isEqualTo(200);
  }

  @Test
  void readinessTellsWithinSecondsThatTheSearchIndexDoesNotAnswer() {
    long opensearch = PRODUCT.pid("opensearch").orElseThrow();
    Product.signal("STOP", opensearch);
    try {
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(client.ready()).isEqualTo(Optional.of(false)));
      assertThat(client.get("/api/v1/health").status()).isEqualTo(200);
    } finally {
      Product.signal("CONT", opensearch);
    }
    await()
        .atMost(Product.RECOVERY)
        .untilAsserted(() -> assertThat(client.ready()).isEqualTo(Optional.of(true)));
  }
}
