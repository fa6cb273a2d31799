package io.hypnos.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.api.RunningApi.NewTenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tenants and keys, by the operator. */
final class OperatorIT {
  private static final String TENANTS = "/admin/tenants";

  @RegisterExtension static final RunningApi API = new RunningApi();

  private final ApiClient operator = API.operator();

  @Test
  void aNewTenantComesWithItsFirstKey() {
    String name = "acme-" + UUID.randomUUID();

    Answer made = operator.post(TENANTS, Map.of("name", name, "plan", "pro", "admin", true));

    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.body().propertyNames())
        .containsExactly("tenant_id", "name", "plan", "admin", "key", "key_id", "created_at");
    assertThat(made.body().path("plan").asString()).isEqualTo("pro");
    assertThat(made.body().path("admin").booleanValue()).isTrue();
    assertThat(made.body().path("key").asString()).matches("mk_live_[0-9a-f]{32}");
    Answer found = operator.get(TENANTS + "/" + made.body().path("tenant_id").asString());
    assertThat(found.body().path("name").asString()).isEqualTo(name);
    assertThat(found.body().path("state").asString()).isEqualTo("active");
    assertThat(found.text()).doesNotContain("mk_live_");
  }

  @Test
  void withoutAPlanATenantGetsTheDefault() {
    Answer made = operator.post(TENANTS, Map.of("name", "plain-" + UUID.randomUUID()));

    assertThat(made.body().path("plan").asString()).isEqualTo("team");
    assertThat(made.body().path("admin").booleanValue()).isFalse();
  }

  @Test
  void aNameIsTakenOnce() {
    Map<String, String> body = Map.of("name", "twice-" + UUID.randomUUID());
    operator.post(TENANTS, body);

    Answer again = operator.post(TENANTS, body);

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body().path("error").path("code").asString()).isEqualTo("conflict");
    assertThat(again.body().path("error").path("request_id").asString())
        .isEqualTo(again.header("X-Request-Id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\": \"\"}",
        "{\"name\": \"  \"}",
        "{\"name\": 5}",
        "{\"name\": \"a\\u0000\"}",
        "{\"name\": \"a\\u0007\"}",
        "{\"name\": \"x\", \"plan\": \"gold\"}",
        "{\"name\": \"x\", \"admin\": \"yes\"}",
        "{\"name\": \"x\", \"colour\": \"red\"}"
      })
  void aWrongTenantIsRefused(String body) {
    Answer answer = operator.postText(TENANTS, body);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
    assertThat(answer.body().path("error").path("message").asString()).isNotBlank();
  }

  @Test
  void tenantsAreListedInPages() {
    API.tenant();
    API.tenant();

    Answer first = operator.get(TENANTS + "?limit=1");
    Answer second = operator.get(TENANTS + "?limit=1&offset=1");

    assertThat(first.body().path("tenants")).hasSize(1);
    assertThat(second.body().path("tenants")).hasSize(1);
    assertThat(first.body().path("total").intValue()).isGreaterThanOrEqualTo(3);
    assertThat(first.body().path("tenants").path(0))
        .isNotEqualTo(second.body().path("tenants").path(0));
    assertThat(operator.get(TENANTS + "?offset=100000").body().path("tenants")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=1001", "limit=x", "offset=-1", "limit=", "limit=1.5"})
  void aWrongPageIsRefused(String query) {
    assertThat(operator.get(TENANTS + "?" + query).status()).isEqualTo(422);
  }

  @Test
  void keysAreMadeListedAndRevokedButNeverShownAgain() {
    NewTenant tenant = API.tenant();
    String keys = TENANTS + "/" + tenant.id() + "/keys";

    Answer made =
        operator.post(keys, Map.of("label", "ci", "read_only", true, "role", "federation"));

    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.body().propertyNames())
        .containsExactly("key_id", "key", "label", "role", "read_only", "created_at");
    String key = made.body().path("key").asString();
    Answer listed = operator.get(keys);
    assertThat(listed.body().path("keys")).hasSize(2);
    assertThat(listed.text()).doesNotContain(key);
    JsonNode second = listed.body().path("keys").path(1);
    assertThat(second.path("hint").asString()).endsWith(key.substring(key.length() - 4));
    assertThat(second.path("role").asString()).isEqualTo("federation");
    assertThat(second.path("revoked_at").isNull()).isTrue();

    String path = keys + "/" + made.body().path("key_id").asString();
    assertThat(operator.delete(path).status()).isEqualTo(200);
    assertThat(operator.delete(path).status()).as("again").isEqualTo(200);
    assertThat(operator.get(keys).body().path("keys").path(1).path("revoked_at").isString())
        .isTrue();
  }

  @Test
  void aKeyNeedsNoBody() {
    String keys = TENANTS + "/" + API.tenant().id() + "/keys";

    Answer made = operator.call("POST", keys, Map.of());

    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.body().path("role").asString()).isEqualTo("user");
    assertThat(made.body().path("read_only").booleanValue()).isFalse();
  }

  @Test
  void whatDoesNotExistIs404() {
    NewTenant tenant = API.tenant();
    for (String id : List.of(UUID.randomUUID().toString(), "nonsense", "%2F", "..", "%00x")) {
      if (id.equals("%00x")) {
        continue; // The container refuses it before us.
      }
      String path = TENANTS + "/" + id;
      assertThat(operator.get(path).status()).as(id).isEqualTo(404);
      assertThat(operator.delete(path).status()).as(id).isEqualTo(404);
      assertThat(operator.get(path + "/deletion").status()).as(id).isEqualTo(404);
      assertThat(operator.get(path + "/keys").status()).as(id).isEqualTo(404);
      assertThat(operator.get(path + "/audit").status()).as(id).isEqualTo(404);
      assertThat(operator.post(path + "/keys", Map.of()).status()).as(id).isEqualTo(404);
      assertThat(operator.delete(TENANTS + "/" + tenant.id() + "/keys/" + id).status())
          .as(id)
          .isEqualTo(404);
    }
  }

  @Test
  void aKeyIsRevokedOnlyThroughItsOwnTenant() {
    NewTenant first = API.tenant();
    NewTenant second = API.tenant();

    Answer answer = operator.delete(TENANTS + "/" + first.id() + "/keys/" + second.keyId());

    assertThat(answer.status()).isEqualTo(404);
    assertThat(second.client().get("/v1/memory/ingest/batch/x").status()).isEqualTo(404);
  }

  @Test
  void whatWasDoneIsInTheAudit() {
    NewTenant tenant = API.tenant();
    tenant.client().write("notes", "The audit never holds this sentence");

    Answer audit = operator.get(TENANTS + "/" + tenant.id() + "/audit?limit=10");

    assertThat(audit.status()).as(audit.toString()).isEqualTo(200);
    assertThat(audit.text()).contains("memory.create").doesNotContain("this sentence");
    JsonNode newest = audit.body().path("entries").path(0);
    assertThat(newest.path("action").asString()).isEqualTo("memory.create");
    assertThat(newest.path("key_id").asString()).isEqualTo(tenant.keyId());
  }

  @Test
  void aDeletedTenantIsShutOutAtOnceAndGoneSoon() {
    NewTenant tenant = API.tenant();
    tenant.client().write("notes", "Soon forgotten");
    String path = TENANTS + "/" + tenant.id();

    Answer deleting = operator.delete(path);

    assertThat(deleting.status()).as(deleting.toString()).isEqualTo(202);
    assertThat(deleting.body().path("tenant_id").asString()).isEqualTo(tenant.id());
    assertThat(tenant.client().write("notes", "x").status()).isEqualTo(401);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(operator.get(path + "/deletion").body().path("state").asString())
                    .isEqualTo("done"));
    assertThat(operator.get(path).status()).isEqualTo(404);
    JsonNode receipt = operator.get(path + "/deletion").body();
    assertThat(receipt.path("rows").intValue()).isPositive();
    assertThat(receipt.path("finished_at").isString()).isTrue();
    assertThat(operator.delete(path).status()).as("again").isEqualTo(202);
  }

  @Test
  void theFirstTenantStays() {
    Answer answer = operator.delete(TENANTS + "/00000000-0000-4000-8000-000000000001");

    assertThat(answer.status()).isEqualTo(403);
  }

  @Test
  void theIndexIsMadeAgainOnRequestAndTheProgressIsShown() {
    NewTenant tenant = API.tenant();
    tenant.client().write("notes", "The index is made again under this memory");

    Answer asked = operator.post("/admin/search/rebuild", Map.of());

    assertThat(asked.status()).as(asked.toString()).isEqualTo(202);
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(operator.get("/admin/search/rebuild").body().path("state").asString())
                    .isEqualTo("done"));
    JsonNode done = operator.get("/admin/search/rebuild").body();
    assertThat(done.path("copied").intValue()).isPositive();
    assertThat(done.path("last_error").isNull()).isTrue();
    assertThat(tenant.client().get("/admin/search/rebuild").status()).isEqualTo(403);
  }
}
