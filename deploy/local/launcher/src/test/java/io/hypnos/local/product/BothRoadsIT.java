package io.hypnos.local.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One memory, both roads, through the running product. */
final class BothRoadsIT {
  @RegisterExtension static final Product PRODUCT = new Product();

  private final Client client = PRODUCT.client(Product.ROOT_KEY);

  @Test
  void aWrittenTextIsFoundByTheNextRead() {
    String space = "road-" + UUID.randomUUID();

    assertThat(client.write(space, "Staging deploys need a manual approval since March").status())
        .isEqualTo(200);

    assertThat(client.read(space, "who must approve a staging deploy?"))
        .containsExactly("Staging deploys need a manual approval since March");
  }

  @Test
  void droppedFilesAreFoundInTheDomainOfTheirCollection() {
    String space = "files-" + UUID.randomUUID();
    String requestId = "drop-" + UUID.randomUUID();

    Client.Answer drop =
        client.drop(
            space,
            requestId,
            Map.of(
                "greenhouse.txt",
                "The greenhouse is watered at six in the morning.".getBytes(UTF_8),
                "manual.pdf",
                SmallPdf.of("The boiler must be descaled every second winter.")));

    assertThat(drop.status()).as(drop.body().toString()).isEqualTo(202);
    assertThat(drop.body().path("queued").asInt()).isEqualTo(2);
    String batch = drop.body().path("batch_id").asString();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(client.get("/v1/memory/ingest/batch/" + batch).body().toString())
                    .contains("\"done\":2")
                    .contains("\"complete\":true"));
    assertThat(client.read(space, "when is the greenhouse watered?"))
        .anyMatch(text -> text.contains("six in the morning"));
    assertThat(client.read(space, "how often is the boiler descaled?"))
        .anyMatch(text -> text.contains("descaled every second winter"));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(PRODUCT.log("flink")).contains(requestId));
  }

  @Test
  void aFileThatCannotBeReadIsNamedAndTheOthersGoOn() {
    String space = "mixed-" + UUID.randomUUID();

    String batch =
        client
            .drop(
                space,
                "mixed",
                Map.of(
                    "broken.pdf", "%PDF-1.4 this is not a document".getBytes(UTF_8),
                    "fine.txt", "The spare key hangs behind the clock.".getBytes(UTF_8)))
            .body()
            .path("batch_id")
            .asString();

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(client.get("/v1/memory/ingest/batch/" + batch).body().toString())
                    .contains("\"done\":1")
                    .contains("\"failed\":1")
                    .contains("\"complete\":true"));
    assertThat(client.read(space, "where is the spare key?"))
        .contains("The spare key hangs behind the clock.")
        .noneMatch(text -> text.contains("broken.pdf"));
  }

  @Test
  void tenantsDoNotSeeEachOther() {
    Client operator = PRODUCT.client(Product.ROOT_KEY);
    Client first = PRODUCT.client(tenantKey(operator, "first"));
    Client second = PRODUCT.client(tenantKey(operator, "second"));
    first.write("shared-name", "The vault code of the first tenant is 4711");
    String batch =
        first
            .drop("shared-name", "iso", Map.of("a.txt", "First tenant only.".getBytes(UTF_8)))
            .body()
            .path("batch_id")
            .asString();

    assertThat(first.read("shared-name", "vault code")).isNotEmpty();
    assertThat(second.read("shared-name", "vault code")).isEmpty();
    assertThat(second.get("/v1/memory/ingest/batch/" + batch).status()).isEqualTo(404);
    assertThat(first.get("/v1/memory/ingest/batch/" + batch).status()).isEqualTo(200);
    assertThat(second.get("/admin/tenants").status()).isEqualTo(403);
  }

  private static String tenantKey(Client operator, String name) {
    Client.Answer made =
        operator.post("/admin/tenants", Map.of("name", name + "-" + UUID.randomUUID()));
    assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
    return made.body().path("key").asString();
  }
}
