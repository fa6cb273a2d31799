package io.hypnos.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.api.ApiClient.FilePart;
import io.hypnos.local.stack.Part;
import io.hypnos.settings.Settings;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is said when parts are away. */
final class OutageIT {
  @RegisterExtension static final RunningApi API = new RunningApi();

  @Test
  void aServerStartsWithoutIndexBrokerAndObjectsAndSaysSo() throws IOException {
    String key = API.tenant().client().key();
    try (ServerSocket silent = new ServerSocket(0);
        ApiServer server =
            ApiServer.start(
                Settings.with(
                    RunningApi.settings(),
                    Map.of(
                        // Takes connections and never answers: the worst kind of outage.
                        "search.url", "http://127.0.0.1:" + silent.getLocalPort(),
                        "kafka.bootstrap", "127.0.0.1:1",
                        "blob.endpoint", "http://127.0.0.1:1")))) {
      ApiClient client = new ApiClient("http://127.0.0.1:" + server.port(), key);

      long start = System.nanoTime();
      Answer ready = client.get("/api/v1/health/ready");
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertThat(ready.status()).isEqualTo(200);
      assertThat(ready.body().path("ready").booleanValue()).isFalse();
      assertThat(ready.body().path("checks").toString())
          .isEqualTo("{\"database\":true,\"engine\":false,\"embedding\":true}");
      assertThat(ready.body().path("degraded").toString()).isEqualTo("[\"intake\",\"blob\"]");
      assertThat(took).isLessThan(Duration.ofSeconds(4));
      assertThat(client.get("/health").body().path("status").asString()).isEqualTo("healthy");
      Answer drop =
          client.drop(
              "files", Map.of("async_ingest", "true"), List.of(FilePart.text("a.txt", "x")));
      assertThat(drop.status()).as(drop.toString()).isEqualTo(503);
      assertThat(drop.body().path("detail").isString()).isTrue();
      Answer events =
          client.post(
              "/v1/memory/collections/files/ingest/events",
              Map.of("events", List.of(Map.of("text", "x"))));
      assertThat(events.status()).as(events.toString()).isEqualTo(503);
      assertThat(client.get("/v1/memory/ingest/batches").body().path("batches"))
          .as("no batch is left of what was not taken")
          .isEmpty();
    }
  }

  @Test
  void withoutTheDatabaseCallsAre503AndHealthTellsTheTruth() {
    ApiClient client = API.tenant().client();
    RunningApi.STACK.stop(Part.POSTGRES);
    try {
      Answer read = client.post("/api/v1/memory/read", Map.of("query", "x"));
      assertThat(read.status()).as(read.toString()).isEqualTo(503);
      assertThat(read.body().path("code").asString()).isEqualTo("UNAVAILABLE");
      assertThat(read.body().path("retryable").booleanValue()).isTrue();
      assertThat(client.get("/v1/memory/ingest/batch/x").status()).isEqualTo(503);

      Answer ready = client.get("/api/v1/health/ready");
      assertThat(ready.status()).isEqualTo(200);
      assertThat(ready.body().path("ready").booleanValue()).isFalse();
      assertThat(ready.body().path("checks").path("database").booleanValue()).isFalse();
      Answer health = client.get("/health");
      assertThat(health.status()).isEqualTo(200);
      assertThat(health.body().path("status").asString()).isEqualTo("degraded");
      assertThat(health.body().path("database_connected").booleanValue()).isFalse();
      assertThat(client.get("/api/v1/health").status()).isEqualTo(200);
      assertThat(client.get("/v1/memory/health").status()).isEqualTo(200);
    } finally {
      RunningApi.STACK.start(Part.POSTGRES);
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(client.post("/api/v1/memory/read", Map.of("query", "x")).status())
                    .isEqualTo(200));
  }
}
