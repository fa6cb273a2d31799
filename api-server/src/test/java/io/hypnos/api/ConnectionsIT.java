package io.hypnos.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hypnos.api.ApiClient.Answer;
import io.hypnos.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** Connections over HTTP, against a provider on this machine. */
final class ConnectionsIT {
  private static final String ALL = "/v1/memory/connections";
  private static final String TOKEN = "pat-very-secret-0001";

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final List<Map<String, Object>> CONTACTS = new ArrayList<>();
  private static HttpServer hubspot;
  private static ApiServer server;
  private ApiClient client;

  @BeforeAll
  static void start() throws IOException {
    hubspot = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    hubspot.createContext("/", ConnectionsIT::answer);
    hubspot.start();
    server =
        ApiServer.start(
            Settings.with(
                RunningApi.settings(),
                Map.of(
                    "connectors.allow-base-url",
                    "true",
                    "connectors.scheduled",
                    "false",
                    "outgoing.allow-private",
                    "true")));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    hubspot.stop(0);
  }

  @BeforeEach
  void newTenant() {
    RunningApi.NewTenant tenant = API.tenant();
    client = new ApiClient("http://127.0.0.1:" + server.port(), tenant.client().key());
    CONTACTS.clear();
    for (int i = 0; i < 5; i++) {
      CONTACTS.add(contact(i, "Person " + i));
    }
  }

  private static Map<String, Object> contact(int id, String name) {
    return Map.of(
        "id",
        String.valueOf(100 + id),
        "createdAt",
        "2026-01-01T00:00:00Z",
        "properties",
        Map.of("firstname", name, "lastmodifieddate", "2026-01-02T00:00:00Z"),
        "archived",
        false);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    boolean known =
        ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    Object body =
        known
            ? Map.of("total", CONTACTS.size(), "results", CONTACTS)
            : Map.of("status", "error", "category", "INVALID_AUTHENTICATION");
    byte[] bytes = JsonMapper.shared().writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Answer create(String token) {
    return client.post(
        ALL,
        Map.of(
            "provider",
            "hubspot",
            "collection",
            "people",
            "config",
            Map.of("base_url", "http://127.0.0.1:" + hubspot.getAddress().getPort()),
            "credentials",
            Map.of("token", token)));
  }

  @Test
  void aConnectionIsMadeSyncedAndEnded() {
    Answer made = create(TOKEN);
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.text()).doesNotContain(TOKEN);
    String one = ALL + "/" + made.body().path("id").asString();

    Answer first = client.post(one + "/sync", Map.of());
    Answer second = client.post(one + "/sync", Map.of());

    assertThat(first.body().path("synced").asInt()).as(first.toString()).isEqualTo(5);
    assertThat(first.body().path("status").asString()).isEqualTo("active");
    assertThat(second.body().path("synced").asInt()).as(second.toString()).isZero();
    assertThat(client.get(one).body().path("synced_total").asInt()).isEqualTo(5);
    assertThat(client.get(one + "/runs").body()).hasSize(2);
    assertThat(client.get("/v1/memory/ingest/batches").text()).contains("people");
    assertThat(client.post(one + "/pause", Map.of()).body().path("status").asString())
        .isEqualTo("paused");
    assertThat(client.call("DELETE", one, Map.of(), BodyPublishers.noBody()).status())
        .isEqualTo(200);
    assertThat(client.get(one).status()).isEqualTo(404);
  }

  @Test
  void aConnectionThatDoesNotWorkIsNotKept() {
    Answer refused = create("another-token");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).doesNotContain("another-token");
    assertThat(client.get(ALL).text()).isEqualTo("[]");
  }

  @Test
  void anotherPlaceOfTheProviderIsForOperatorsToAllow() {
    Answer refused =
        API.anonymous()
            .withKey(client.key())
            .post(
                ALL,
                Map.of(
                    "provider",
                    "slack",
                    "collection",
                    "c",
                    "config",
                    Map.of("base_url", "http://127.0.0.1:1"),
                    "credentials",
                    Map.of("token", "t")));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains("base_url");
  }
}
