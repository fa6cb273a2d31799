package io.hypnos.api;

import static io.hypnos.api.Remember.body;
import static io.hypnos.api.Remember.in;
import static io.hypnos.api.Remember.memory;
import static io.hypnos.api.Remember.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Each key is an agent: what it wrote is known, and grants say where it may. */
final class RememberOsAgentsIT {
  private static final String TEXT = "The vault is behind the third shelf";

  @RegisterExtension static final RunningApi API = new RunningApi();

  private RunningApi.NewTenant tenant;
  private Remember owner;
  private Remember other;
  private String otherId;

  @BeforeEach
  void makeTenant() {
    tenant = API.tenant();
    owner = new Remember(tenant.client());
    JsonNode key = Remember.issue(API, tenant, Map.of("label", "planner"));
    other = new Remember(tenant.client().withKey(key.path("key").asString()));
    otherId = key.path("key_id").asString();
  }

  private JsonNode grant(String agent, boolean read, boolean write) {
    return ok(
        owner.put(
            "collections/secret/grants",
            Map.of("agent_key_id", agent, "can_read", read, "can_write", write)));
  }

  @Test
  void agentsAreListedWithoutTheirKeys() {
    Answer agents = owner.get("agents");

    assertThat(agents.body().size()).isEqualTo(2);
    assertThat(agents.body().path(1).propertyNames())
        .containsExactlyInAnyOrder("id", "label", "read_only", "created_at");
    assertThat(agents.body().path(1).path("label").asString()).isEqualTo("planner");
    assertThat(agents.text()).doesNotContain(other.client().key());
  }

  @Test
  void whoWroteAMemoryIsSaid() {
    JsonNode made = other.write("secret", TEXT, Map.of());
    JsonNode bulk =
        body(201, other.post(in("secret", "memories/bulk"), List.of(Map.of("text", "More"))));

    assertThat(made.path("created_by").path("label").asString()).isEqualTo("planner");
    assertThat(made.path("created_by").path("id").asString()).isEqualTo(otherId);
    assertThat(
            ok(owner.get(memory("secret", bulk.path("ids").path(0).asString()))).path("created_by"))
        .isEqualTo(made.path("created_by"));
  }

  @Test
  void theFirstGrantClosesACollectionAndTheLastRemovalOpensIt() {
    String id = owner.add("secret", TEXT);
    assertThat(ok(owner.get("collections/secret/grants")).toString())
        .isEqualTo("{\"restricted\":false,\"grants\":[]}");
    assertThat(other.list("secret")).containsExactly(TEXT);

    JsonNode granted = grant(tenant.keyId(), true, true);

    assertThat(granted.path("agent_key_id").asString()).isEqualTo(tenant.keyId());
    for (Answer refused :
        List.of(
            other.get("collections/secret"),
            other.get(in("secret", "memories")),
            other.get(memory("secret", id)),
            other.get(memory("secret", id) + "/related"),
            other.get(in("secret", "profile")),
            other.get(in("secret", "health")),
            other.post(in("secret", "search"), Map.of("query", "vault")),
            other.post(in("secret", "memories"), Map.of("text", "x")),
            other.post(in("secret", "remember"), Map.of("content", "x")),
            other.patch(memory("secret", id), Map.of()),
            other.delete(memory("secret", id)),
            other.delete("collections/secret"))) {
      assertThat(refused.status()).as(refused.toString()).isEqualTo(403);
      assertThat(refused.text()).doesNotContain(TEXT);
    }
    assertThat(other.get("collections").body().size()).isZero();
    assertThat(owner.list("secret")).containsExactly(TEXT);

    JsonNode revoked = ok(owner.delete("collections/secret/grants/" + tenant.keyId()));
    assertThat(revoked.path("revoked").booleanValue()).isTrue();
    assertThat(revoked.path("restricted").booleanValue()).isFalse();
    assertThat(other.list("secret")).containsExactly(TEXT);
  }

  @Test
  void readingAndWritingAreGrantedApart() {
    String id = owner.add("secret", TEXT);
    grant(tenant.keyId(), true, true);
    grant(otherId, true, false);

    assertThat(other.list("secret")).containsExactly(TEXT);
    assertThat(other.post(in("secret", "memories"), Map.of("text", "x")).status()).isEqualTo(403);
    assertThat(other.patch(memory("secret", id), Map.of("text", "x")).status()).isEqualTo(403);
    String own = other.add("open", "Mine");
    assertThat(
            other.post(memory("open", own) + "/move", Map.of("to_collection", "secret")).status())
        .isEqualTo(403);

    grant(otherId, false, true);
    assertThat(other.post(in("secret", "memories"), Map.of("text", "x")).status()).isEqualTo(201);
    assertThat(other.get(in("secret", "memories")).status()).isEqualTo(403);
    assertThat(ok(owner.get("collections/secret/grants")).path("grants").size()).isEqualTo(2);
  }

  @Test
  void grantsToUnknownAgentsAndInUnknownCollectionsAreNotFound() {
    owner.add("secret", TEXT);
    RunningApi.NewTenant stranger = API.tenant();

    for (String agent : List.of(stranger.keyId(), UUID.randomUUID().toString(), "nobody")) {
      assertThat(owner.put("collections/secret/grants", Map.of("agent_key_id", agent)).status())
          .isEqualTo(404);
    }
    assertThat(
            owner.put("collections/none/grants", Map.of("agent_key_id", tenant.keyId())).status())
        .isEqualTo(404);
    assertThat(owner.delete("collections/secret/grants/" + otherId).status()).isEqualTo(404);
    assertThat(owner.get("collections/none/grants").status()).isEqualTo(404);
  }
}
