package io.hypnos.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hypnos.api.ApiClient.Answer;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Connections over HTTP, against a provider on this machine. */
final class ConnectionsIT {
  private static final String ALL = "/v1/memory/connections";
  private static final String TOKEN = "pat-very-secret-0001";

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final List<Map<String, Object>> CONTACTS = new ArrayList<>();
  private static volatile String accepted = TOKEN;
  private static HttpServer hubspot;
  private static ApiServer server;
  private ApiClient client;

  @BeforeAll
  static void start() throws IOException {
    hubspot = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    hubspot.createContext("/", ConnectionsIT::answer);
    hubspot.start();
    server = ApiServer.start(settings(false));
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
    accepted = TOKEN;
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
        ("Bearer " + accepted).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    boolean archived =
        String.valueOf(exchange.getRequestURI().getRawQuery()).contains("archived=true");
    List<Map<String, Object>> results = archived ? List.of() : List.copyOf(CONTACTS);
    Object body =
        known
            ? Map.of("total", results.size(), "results", results)
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

  private static HypnosSettings settings(boolean scheduled) {
    return Settings.with(
        RunningApi.settings(),
        Map.of(
            "connectors.allow-base-url",
            "true",
            "connectors.scheduled",
            String.valueOf(scheduled),
            "outgoing.allow-private",
            "true"));
  }

  private String connect() {
    Answer made = create(TOKEN);
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.text()).doesNotContain(TOKEN);
    return ALL + "/" + made.body().path("id").asString();
  }

  private JsonNode one(String path) {
    return client.get(path).body();
  }

  private Answer delete(String path) {
    return client.call("DELETE", path, Map.of(), BodyPublishers.noBody());
  }

  @Test
  void aConnectionIsMadeSyncedAndEnded() {
    String one = connect();
    assertThat(one(one).path("status").asString()).isEqualTo("active");
    assertThat(one(one).path("cursor").isNull()).isTrue();
    assertThat(client.get(ALL).body()).hasSize(1);
    assertThat(client.get(ALL).text()).doesNotContain(TOKEN);

    Answer first = client.post(one + "/sync", Map.of());
    Answer second = client.post(one + "/sync", Map.of());
    Answer full = client.post(one + "/sync", Map.of("full", true));

    assertThat(first.body().path("synced").asInt()).as(first.toString()).isEqualTo(5);
    assertThat(first.body().path("status").asString()).isEqualTo("active");
    assertThat(first.body().path("cursor").asString()).isNotBlank();
    assertThat(second.body().path("synced").asInt()).as(second.toString()).isZero();
    assertThat(full.body().path("synced").asInt()).as(full.toString()).isZero();
    assertThat(one(one).path("synced_total").asInt()).isEqualTo(5);
    assertThat(client.get("/v1/memory/ingest/batches").text()).contains("people");
    assertThat(client.get(one + "/runs?limit=2").body()).hasSize(2);
    JsonNode runs = client.get(one + "/runs").body();
    assertThat(runs.valueStream().map(run -> run.path("synced_count").asInt()))
        .containsExactly(0, 0, 5);
    assertThat(runs.path(0).path("trigger").asString()).isEqualTo("manual");
    assertThat(runs.path(0).path("status").asString()).isEqualTo("success");
    assertThat(client.post(one + "/pause", Map.of()).body().path("status").asString())
        .isEqualTo("paused");
    assertThat(client.post(one + "/resume", Map.of()).body().path("status").asString())
        .isEqualTo("active");
    assertThat(delete(one).status()).isEqualTo(200);
    assertThat(client.get(one).status()).isEqualTo(404);
    assertThat(delete(one).status()).isEqualTo(404);
  }

  @Test
  void whatCannotWorkIsRefusedWithAReasonAndNotKept() {
    assertThat(create("another-token").text()).doesNotContain("another-token");
    assertThat(create("another-token").status()).isEqualTo(400);
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("provider", "carrier-pigeon", "collection", "c"),
            Map.of("provider", "slack", "collection", "c"),
            Map.of("provider", "hubspot", "collection", "c"),
            Map.of(
                "provider",
                "hubspot",
                "collection",
                "c",
                "config",
                Map.of("sync_interval_minutes", 0)))) {
      Answer refused = client.post(ALL, wrong);
      assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
      assertThat(refused.body().path("detail").asString()).isNotBlank();
    }
    assertThat(client.post(ALL, Map.of("provider", "slack")).status()).isEqualTo(422);
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

  @Test
  void whatLooksLikeASecretInConfigIsNotShownHoweverDeep() {
    Map<String, Object> config =
        Map.of(
            "base_url",
            "http://127.0.0.1:" + hubspot.getAddress().getPort(),
            "extra",
            List.of(Map.of("password", "deep-one", "note", "plain")),
            "access-key",
            "deep-two");

    Answer made =
        client.post(
            ALL,
            Map.of(
                "provider",
                "hubspot",
                "collection",
                "people",
                "config",
                config,
                "credentials",
                Map.of("token", TOKEN)));

    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.text()).contains("plain").doesNotContain("deep-one", "deep-two");
  }

  @Test
  void aCredentialIsText() {
    Answer refused =
        client.post(
            ALL,
            Map.of(
                "provider",
                "hubspot",
                "collection",
                "people",
                "credentials",
                Map.of("token", Map.of("a", 1))));

    assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
    assertThat(client.get(ALL).text()).isEqualTo("[]");
  }

  @Test
  void fiveFailuresPauseItAndASuccessByHandRevivesIt() {
    String one = connect();
    accepted = "nothing";
    for (int i = 1; i <= 5; i++) {
      Answer failed = client.post(one + "/sync", Map.of());
      assertThat(failed.status()).isEqualTo(200);
      assertThat(failed.body().path("status").asString()).isEqualTo("error");
      assertThat(failed.body().path("error").asString()).isNotBlank();
      assertThat(failed.text()).doesNotContain(TOKEN);
      assertThat(one(one).path("consecutive_failures").asInt()).isEqualTo(i);
      assertThat(one(one).path("status").asString()).isEqualTo(i < 5 ? "error" : "paused");
    }
    accepted = TOKEN;

    client.post(one + "/sync", Map.of());

    assertThat(one(one).path("status").asString()).isEqualTo("active");
    assertThat(one(one).path("last_error").isNull()).isTrue();
    assertThat(delete(one + "?purge=true").status()).isEqualTo(200);
  }

  @Test
  void theEndOfTheKeyThatMadeItDoesNotEndIt() {
    Answer key = client.post("/v1/memory/keys", Map.of("label", "maker"));
    String id = key.body().path("id").asString();
    ApiClient tenant = client;
    client = client.withKey(key.body().path("api_key").asString());
    String one = connect();
    client = tenant;
    assertThat(delete("/v1/memory/keys/" + id).status()).isBetween(200, 204);

    Answer synced = client.post(one + "/sync", Map.of());

    assertThat(synced.body().path("synced").asInt()).as(synced.toString()).isEqualTo(5);
  }

  @Test
  void oneOfTwoNodesSyncsWhatIsDue() throws Exception {
    try (ApiServer one = ApiServer.start(settings(true));
        ApiServer two = ApiServer.start(settings(true))) {
      assertThat(one.port()).isNotEqualTo(two.port());
      List<String> all = List.of(connect(), connect(), connect());
      // Resumed is due at once.
      all.forEach(each -> client.post(each + "/resume", Map.of()));

      await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(
              () -> assertThat(all).allSatisfy(each -> assertThat(runs(each)).hasSize(1)));
      // Two more ticks of the clock.
      Instant later = API.server().context().getBean(Clock.class).instant().plusSeconds(12);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !API.server().context().getBean(Clock.class).instant().isBefore(later));

      assertThat(all).allSatisfy(each -> assertThat(runs(each)).containsExactly("schedule/5"));
      all.forEach(this::delete);
    }
  }

  private List<String> runs(String one) {
    return client
        .get(one + "/runs")
        .body()
        .valueStream()
        .map(run -> run.path("trigger").asString() + "/" + run.path("synced_count").asInt())
        .toList();
  }
}
