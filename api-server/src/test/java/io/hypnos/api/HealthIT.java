package io.hypnos.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Health in three dialects. */
final class HealthIT {
  @RegisterExtension static final RunningApi API = new RunningApi();

  @Test
  void livenessOfMnemoverseTouchesNothing() {
    ApiClient.Answer answer = API.anonymous().get("/api/v1/health");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("status").asString()).isEqualTo("ok");
    assertThat(answer.body().path("database").asBoolean()).isFalse();
    assertThat(answer.body().path("version").asString()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void readinessNamesItsChecks() {
    ApiClient.Answer answer = API.anonymous().get("/api/v1/health/ready");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("ready").asBoolean()).as(answer.toString()).isTrue();
    assertThat(answer.body().path("checks").toString())
        .isEqualTo("{\"database\":true,\"engine\":true,\"embedding\":true}");
    assertThat(answer.body().path("degraded")).isEmpty();
  }

  @Test
  void healthOfRememberOsIsOneWord() {
    assertThat(API.anonymous().get("/v1/memory/health").text())
        .isEqualTo("{\"status\":\"healthy\"}");
  }

  @Test
  void healthOfMnemosSaysWhetherTheDatabaseIsConnected() {
    ApiClient.Answer answer = API.anonymous().get("/health");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("status").asString()).isEqualTo("healthy");
    assertThat(answer.body().path("database_connected").asBoolean()).isTrue();
    assertThat(answer.body().path("profile").asString()).isEqualTo("server");
    assertThat(answer.body().path("timestamp").asString()).endsWith("Z");
  }

  @Test
  void prometheusTellsRequestsByRoute() {
    API.anonymous().get("/v1/memory/health");

    assertThat(API.management().get("/actuator/prometheus").text())
        .contains("http_server_requests")
        .contains("uri=\"/v1/memory/health\"");
    assertThat(API.management().get("/actuator/health").status()).isEqualTo(200);
    assertThat(API.management().get("/actuator/env").status()).isEqualTo(404);
  }
}
