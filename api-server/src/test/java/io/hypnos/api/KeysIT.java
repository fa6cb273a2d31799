package io.hypnos.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.api.RunningApi.NewTenant;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who may call. */
final class KeysIT {
  private static final String READ = "/api/v1/memory/read";
  private static final String UNKNOWN_KEY = "mk_live_0123456789abcdef0123456789abcdef";

  @RegisterExtension static final RunningApi API = new RunningApi();

  @ParameterizedTest
  @CsvSource({
    "'', missing_key",
    "mk_live_YOUR_KEY, placeholder_key",
    "hello, malformed_key",
    UNKNOWN_KEY + ", invalid_key"
  })
  void mnemoverseSaysWhyAKeyIsRefused(String key, String reason) {
    Answer answer = API.anonymous().withKey(key).post(READ, Map.of("query", "x"));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body().path("code").asString()).isEqualTo("UNAUTHORIZED");
    assertThat(answer.body().path("details").path("reason").asString()).isEqualTo(reason);
    assertThat(answer.body().path("message").asString()).contains("API key");
    assertThat(answer.header("X-RateLimit-Limit")).isEqualTo("3000");
  }

  @Test
  void everyDialectRefusesInItsOwnShape() {
    ApiClient nobody = API.anonymous();
    ApiClient stranger = nobody.withKey(UNKNOWN_KEY);
    String batch = "/v1/memory/ingest/batch/x";

    assertThat(nobody.get(batch).text()).isEqualTo("{\"detail\":\"API key required.\"}");
    assertThat(stranger.get(batch).text()).isEqualTo("{\"detail\":\"Invalid API key.\"}");
    assertThat(nobody.get("/admin/tenants").body().path("error").path("code").asString())
        .isEqualTo("unauthenticated");
    assertThat(stranger.get("/admin/tenants").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER   "})
  void theBearerHeaderWorksInEveryDialect(String scheme) {
    String key = API.tenant().client().key();
    Map<String, String> headers = Map.of("Authorization", scheme + key);
    ApiClient nobody = API.anonymous();

    assertThat(nobody.call("GET", "/v1/memory/ingest/batch/x", headers).status()).isEqualTo(404);
    assertThat(nobody.call("GET", "/admin/tenants", headers).status()).isEqualTo(403);
    assertThat(read(nobody, headers).status()).isEqualTo(200);
  }

  @Test
  void anotherSchemeIsNoKey() {
    Answer answer = read(API.anonymous(), Map.of("Authorization", "Basic Zm9vOmJhcg=="));

    assertThat(answer.body().path("details").path("reason").asString()).isEqualTo("missing_key");
  }

  private static Answer read(ApiClient client, Map<String, String> headers) {
    Map<String, String> all = new java.util.HashMap<>(headers);
    all.put("Content-Type", "application/json");
    return client.call("POST", READ, all, BodyPublishers.ofString("{\"query\": \"x\"}"));
  }

  @Test
  void aRevokedKeyStopsWithTheNextRequest() {
    NewTenant tenant = API.tenant();
    String keys = "/admin/tenants/" + tenant.id() + "/keys";
    assertThat(tenant.client().write("notes", "before").status()).isEqualTo(200);

    assertThat(API.operator().delete(keys + "/" + tenant.keyId()).status()).isEqualTo(200);

    Answer refused = tenant.client().write("notes", "after");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.body().path("details").path("reason").asString()).isEqualTo("revoked_key");
  }

  @Test
  void anExpiredKeyIsRefused() {
    NewTenant tenant = API.tenant();
    JsonNode made =
        API.operator()
            .post(
                "/admin/tenants/" + tenant.id() + "/keys",
                Map.of(
                    "expires_at", java.time.Clock.systemUTC().instant().plusSeconds(2).toString()))
            .body();
    ApiClient client = API.anonymous().withKey(made.path("key").asString());

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> assertThat(client.post(READ, Map.of("query", "x")).status()).isEqualTo(401));
  }

  @Test
  void aReadOnlyKeyReadsButDoesNotWrite() {
    NewTenant tenant = API.tenant();
    tenant.client().write("notes", "The spare key hangs behind the clock");
    JsonNode made =
        API.operator()
            .post(
                "/admin/tenants/" + tenant.id() + "/keys",
                Map.of("label", "viewer", "read_only", true))
            .body();
    ApiClient viewer = API.anonymous().withKey(made.path("key").asString());

    assertThat(viewer.read("notes", "where is the spare key?")).hasSize(1);
    Answer write = viewer.write("notes", "x");
    assertThat(write.status()).isEqualTo(403);
    assertThat(write.body().path("code").asString()).isEqualTo("FORBIDDEN");
    Answer drop = viewer.drop("c", Map.of(), List.of(ApiClient.FilePart.text("a.txt", "x")));
    assertThat(drop.status()).isEqualTo(403);
    assertThat(drop.body().path("detail").isString()).isTrue();
  }

  @Test
  void openRoutesNeedNoKeyAndDoNotMindAWrongOne() {
    for (String path :
        List.of("/api/v1/health", "/api/v1/health/ready", "/v1/memory/health", "/health")) {
      assertThat(API.anonymous().get(path).status()).isEqualTo(200);
      assertThat(API.anonymous().withKey("nonsense").get(path).status()).isEqualTo(200);
    }
  }

  @Test
  void whoCallsIsAskedBeforeWhatIsSent() {
    Answer answer = API.anonymous().postBytes(READ, "text/plain", "not even JSON".getBytes(UTF_8));

    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void lastUseOfAKeyIsNoted() {
    NewTenant tenant = API.tenant();
    tenant.client().write("notes", "anything");

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(
                        API.operator()
                            .get("/admin/tenants/" + tenant.id() + "/keys")
                            .body()
                            .path("keys")
                            .path(0)
                            .path("last_used_at")
                            .isString())
                    .isTrue());
  }
}
