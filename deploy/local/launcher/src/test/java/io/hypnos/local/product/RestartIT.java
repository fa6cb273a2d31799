package io.hypnos.local.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Down and up again, and the death of everything at once, lose nothing. */
final class RestartIT {
  @RegisterExtension static final Product PRODUCT = new Product();

  private final Client client = PRODUCT.client(Product.ROOT_KEY);

  @Test
  void downAndUpLoseNothing() {
    String space = "restart-" + UUID.randomUUID();
    remember(space);

    assertThat(PRODUCT.command("down").exit()).isZero();
    assertThat(PRODUCT.command("status").exit()).isNotZero();
    Product.Outcome up = PRODUCT.command("up");

    assertThat(up.exit()).as(up.output()).isZero();
    assertRemembered(space);
  }

  @Test
  void theDeathOfEverythingLosesNothing() throws IOException {
    String space = "massacre-" + UUID.randomUUID();
    remember(space);
    List<Long> pids = new ArrayList<>();
    pids.add(supervisorPid());
    for (JsonNode part : PRODUCT.status().path("parts")) {
      pids.add(part.path("pid").asLong());
    }

    pids.forEach(pid -> Product.signal("KILL", pid));
    Product.Outcome up = PRODUCT.command("up");

    assertThat(up.exit()).as(up.output()).isZero();
    assertRemembered(space);
  }

  private void remember(String space) {
    assertThat(client.write(space, "The ferry leaves at 7:40 on Mondays").status()).isEqualTo(200);
    assertThat(
            client
                .drop(space, "restart", Map.of("tea.txt", "Tea is served at five.".getBytes(UTF_8)))
                .status())
        .isEqualTo(202);
  }

  private void assertRemembered(String space) {
    await()
        .atMost(Product.RECOVERY)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              assertThat(client.read(space, "when does the ferry leave?"))
                  .contains("The ferry leaves at 7:40 on Mondays");
              assertThat(client.read(space, "when is tea served?"))
                  .contains("Tea is served at five.");
            });
  }

  private static long supervisorPid() throws IOException {
    return Long.parseLong(
        Files.readString(PRODUCT.data().resolve("run").resolve("supervisor.pid")).trim());
  }
}
