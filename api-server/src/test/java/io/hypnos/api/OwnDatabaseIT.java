package io.hypnos.api;

import static io.hypnos.api.Remember.body;
import static io.hypnos.api.Remember.in;
import static io.hypnos.api.Remember.memory;
import static io.hypnos.api.Remember.ok;
import static io.hypnos.api.Remember.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.api.RunningApi.NewTenant;
import io.hypnos.engine.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A tenant that brings its own PostgreSQL keeps its rows there and nowhere else. */
final class OwnDatabaseIT {
  private static final String CONFIG = "database/config";
  private static final String NOT_CONFIGURED = "{\"configured\":false}";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The account's, and what tells where the rows are. */
  private static final Set<String> AT_HOME =
      Set.of(
          "tenant",
          "api_key",
          "audit",
          "audit_head",
          "secret",
          "tenant_departed",
          "tenant_endpoint");

  @RegisterExtension static final RunningApi API = new RunningApi();

  private NewTenant tenant;
  private Remember remember;
  private Remember other;
  private OwnPostgres own;

  @BeforeEach
  void makeTenants() {
    tenant = API.tenant();
    remember = new Remember(tenant.client());
    other = new Remember(API.tenant().client());
    own = new OwnPostgres();
  }

  @AfterEach
  void dropDatabase() {
    own.setReachable(true);
    remember.delete(CONFIG);
    own.close();
  }

  private JsonNode bring() {
    return ok(remember.put(CONFIG, Map.of("dsn", own.dsn())));
  }

  @Test
  void rowsOfATenantLieInItsOwnDatabaseAlone() {
    JsonNode brought = bring();
    assertThat(brought.propertyNames())
        .containsExactlyInAnyOrder("configured", "dsn", "version", "verified_at");
    assertThat(brought.path("configured").booleanValue()).isTrue();
    assertThat(brought.path("dsn").asString()).isEqualTo(own.masked());
    assertThat(ok(remember.get(CONFIG))).isEqualTo(brought);

    String id = remember.add("people", "Mira takes the night train to Vienna");
    other.add("people", "Jonas takes the bus to Graz");

    assertThat(own.texts()).containsExactly("Mira takes the night train to Vienna");
    assertThat(own.rowsOfOperators(tenant.id()).keySet()).isSubsetOf(AT_HOME);
    assertThat(remember.list("people")).containsExactly("Mira takes the night train to Vienna");
    assertThat(other.list("people")).containsExactly("Jonas takes the bus to Graz");
    assertThat(remember.find("people", "Mira train"))
        .containsExactly("Mira takes the night train to Vienna");
    assertThat(other.find("people", "night train")).doesNotContain(own.texts().get(0));

    ok(remember.patch(memory("people", id), Map.of("text", "Mira takes the day train to Vienna")));
    assertThat(own.texts()).containsExactly("Mira takes the day train to Vienna");
    assertThat(ok(remember.get("admin/export")).path("memories").size()).isEqualTo(1);
    ok(remember.delete(memory("people", id)));
    assertThat(remember.list("people")).isEmpty();
    assertThat(own.texts()).isEmpty();
    assertThat(own.rowsOfOperators(tenant.id()).keySet()).isSubsetOf(AT_HOME);
  }

  @Test
  void whatATenantHasGoesAlongAndComesBack() {
    List<JsonNode> written =
        List.of(
            remember.write("people", "Anna lives in Porto", Map.of("metadata", Map.of("a", 1.5))),
            remember.write("people", "Jörg \"the cook\"\nlives in Graz \u2713", Map.of()));
    ok(remember.post(memory("people", id(written.get(0))) + "/pin", Map.of("pinned", true)));
    JsonNode before = ok(remember.get(in("people", "memories")));
    Map<String, Integer> rowsBefore = memoryRows(own.rowsOfOperators(tenant.id()));

    bring();

    assertThat(own.rowsOfOperators(tenant.id()).keySet()).isSubsetOf(AT_HOME);
    assertThat(ok(remember.get(in("people", "memories")))).isEqualTo(before);
    assertThat(remember.find("people", "Who lives in Porto?")).contains("Anna lives in Porto");
    assertThat(memoryRows(own.rows(tenant.id())).keySet()).containsAll(rowsBefore.keySet());
    String added = remember.add("people", "Lea lives in Lyon");

    assertThat(ok(remember.delete(CONFIG)).toString()).isEqualTo(NOT_CONFIGURED);

    assertThat(own.rows(tenant.id()).keySet()).containsExactly("tenant_departed");
    assertThat(ok(remember.get(in("people", "memories"))).size()).isEqualTo(3);
    assertThat(remember.find("people", "Who lives in Lyon?")).contains("Lea lives in Lyon");
    ok(remember.delete(memory("people", added)));
    assertThat(ok(remember.get(in("people", "memories")))).isEqualTo(before);
    assertThat(ok(remember.get(CONFIG)).toString()).isEqualTo(NOT_CONFIGURED);
    assertThat(ok(remember.delete(CONFIG)).toString()).isEqualTo(NOT_CONFIGURED);
    assertThat(audited()).contains("database.bring", "database.remove", "memory.create");
  }

  private static String id(JsonNode memory) {
    return memory.path("id").asString();
  }

  private static Map<String, Integer> memoryRows(Map<String, Integer> rows) {
    Map<String, Integer> left = new TreeMap<>(rows);
    left.keySet().removeAll(AT_HOME);
    // A queue, which the relay empties at any moment, wherever it lies.
    left.keySet().remove("unpublished_change");
    return left;
  }

  private List<String> audited() {
    return API
        .server()
        .context()
        .getBean(Engine.class)
        .audit()
        .recent(UUID.fromString(tenant.id()), 100)
        .stream()
        .map(entry -> entry.action())
        .distinct()
        .toList();
  }

  @Test
  void aTenantMovesFromOneOwnDatabaseToAnother() {
    try (OwnPostgres second = new OwnPostgres()) {
      bring();
      remember.add("people", "Anna lives in Porto");

      ok(remember.put(CONFIG, second.dsn())); // A bare JSON string.

      assertThat(second.texts()).containsExactly("Anna lives in Porto");
      assertThat(own.rows(tenant.id()).keySet()).containsExactly("tenant_departed");
      assertThat(remember.list("people")).containsExactly("Anna lives in Porto");
      bring();
      assertThat(own.texts()).containsExactly("Anna lives in Porto");
      ok(remember.put(CONFIG, own.dsn()));
      assertThat(remember.list("people")).containsExactly("Anna lives in Porto");
      ok(remember.delete(CONFIG));
    }
  }

  @Test
  void aCopyOfAnOwnDatabaseIsAnotherPlace() {
    bring();
    remember.add("people", "Anna lives in Porto");
    try (OwnPostgres copy = copyThatMisses("Lea lives in Lyon")) {

      ok(remember.put(CONFIG, Map.of("dsn", copy.dsn())));
      remember.add("people", "Mia lives in Rome");

      assertThat(copy.texts())
          .containsExactly("Anna lives in Porto", "Lea lives in Lyon", "Mia lives in Rome");
      assertThat(own.rows(tenant.id()).keySet()).containsExactly("tenant_departed");
      ok(remember.delete(CONFIG));
    }
  }

  @Test
  void aCopyTakesThePlaceOfADatabaseThatIsGone() {
    bring();
    remember.add("people", "Anna lives in Porto");
    own.setReachable(false);
    try (OwnPostgres copy = own.copy()) {
      own.hide();

      ok(remember.put(CONFIG, Map.of("dsn", copy.dsn())));
      own.show();
      awaitReachable();
      remember.add("people", "Mia lives in Rome");

      assertThat(copy.texts()).containsExactly("Anna lives in Porto", "Mia lives in Rome");
      assertThat(own.texts()).containsExactly("Anna lives in Porto");
      ok(remember.delete(CONFIG));
      assertThat(remember.list("people"))
          .containsExactlyInAnyOrder("Anna lives in Porto", "Mia lives in Rome");
    }
  }

  @Test
  void aCopyIsNotTakenForADatabaseThatOnlyRefusesChanges() {
    bring();
    remember.add("people", "Anna lives in Porto");
    try (OwnPostgres copy = copyThatMisses("Lea lives in Lyon")) {
      own.setReadOnly(true);

      Answer refused = remember.put(CONFIG, Map.of("dsn", copy.dsn()));

      assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
      own.setReadOnly(false);
      awaitReachable();
      assertThat(remember.list("people"))
          .containsExactlyInAnyOrder("Anna lives in Porto", "Lea lives in Lyon");
      assertThat(ok(remember.get(CONFIG)).path("dsn").asString()).isEqualTo(own.masked());
    }
  }

  @Test
  void aDatabaseThatIsReachedInAnotherWayIsStillTheSame() {
    bring();
    remember.add("people", "Anna lives in Porto");
    String stay = own.stay();

    bring();
    assertThat(own.stay()).isEqualTo(stay);
    own.setPassword("another");
    ok(remember.put(CONFIG, Map.of("dsn", own.dsn().replace(OwnPostgres.PASSWORD, "another"))));

    assertThat(own.stay()).isEqualTo(stay);
    awaitReachable();
    assertThat(remember.list("people")).containsExactly("Anna lives in Porto");
  }

  @Test
  void whatBeganAnotherStayIsNotClearedByWhoLeaves() {
    try (OwnPostgres second = new OwnPostgres()) {
      bring();
      remember.add("people", "Anna lives in Porto");
      own.change(
          "UPDATE hypnos.tenant_endpoint SET settings = settings || '{\"place\": \"another\"}'"
              + " WHERE kind = 'stay'");

      ok(remember.put(CONFIG, Map.of("dsn", second.dsn())));

      assertThat(own.texts()).containsExactly("Anna lives in Porto");
      assertThat(second.texts()).containsExactly("Anna lives in Porto");
      ok(remember.delete(CONFIG));
    }
  }

  @Test
  void othersWorkWhileTheRowsOfOneAreMoved() {
    bring();
    ok(remember.delete(CONFIG));
    remember.add("people", "Anna lives in Porto");
    CompletableFuture<Answer> brought;
    try (Handle held = own.hold("concept")) {
      brought = CompletableFuture.supplyAsync(() -> remember.put(CONFIG, Map.of("dsn", own.dsn())));
      await().atMost(PATIENCE).until(own::isWaitedFor);

      other.add("people", "Jonas lives in Graz");

      assertThat(brought.isDone()).isFalse();
      assertThat(remember.get(in("people", "memories")).status()).isEqualTo(503);
      held.rollback();
    }

    assertThat(brought.join().status()).as(brought.join().toString()).isEqualTo(200);
    assertThat(remember.list("people")).containsExactly("Anna lives in Porto");
  }

  @Test
  void whoLeavesWaitsForWhatIsUnderWay() {
    bring();
    remember.add("people", "Anna lives in Porto");
    CompletableFuture<Answer> left;
    try (Handle busy = own.beBusy()) {
      left = CompletableFuture.supplyAsync(() -> remember.delete(CONFIG));
      // Longer than one attempt to shut the tenant out waits.
      await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
      busy.rollback();
    }

    assertThat(left.join().status()).as(left.join().toString()).isEqualTo(200);
    assertThat(own.rows(tenant.id()).keySet()).containsExactly("tenant_departed");
    assertThat(remember.list("people")).containsExactly("Anna lives in Porto");
  }

  @Test
  void rowsThatCannotBeKeptElsewhereStayWhereTheyAre() {
    bring();
    remember.add("people", "Anna lives in Porto");
    own.change("ALTER TABLE hypnos.memory ALTER COLUMN content DROP NOT NULL");
    own.change("UPDATE hypnos.memory SET content = NULL");

    Answer refused = remember.delete(CONFIG);

    assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
    assertThat(ok(remember.get(CONFIG)).path("configured").booleanValue()).isTrue();
    own.change("UPDATE hypnos.memory SET content = 'Anna lives in Porto'");
    assertThat(remember.list("people")).containsExactly("Anna lives in Porto");
    ok(remember.delete(CONFIG));
    assertThat(remember.list("people")).containsExactly("Anna lives in Porto");
  }

  private OwnPostgres copyThatMisses(String text) {
    own.setReachable(false);
    OwnPostgres copy = own.copy();
    own.setReachable(true);
    awaitReachable();
    remember.add("people", text);
    return copy;
  }

  private void awaitReachable() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(remember.get(in("people", "memories")).status()).isEqualTo(200));
  }

  @Test
  void aDatabaseThatFailsIsNotKeptAndTellsNoSecret() {
    bring();
    remember.add("people", "Anna lives in Porto");
    JsonNode kept = ok(remember.get(CONFIG));

    for (String wrong :
        List.of(
            own.dsn().replace(OwnPostgres.PASSWORD, "wrong-password"),
            "postgresql://u:wrong-password@127.0.0.1:1/x?sslmode=disable",
            "postgresql://u:wrong-password@169.254.169.254/x",
            "mysql://u:wrong-password@127.0.0.1/x",
            own.dsn() + "&socketFactory=wrong-password")) {
      Answer refused = remember.put(CONFIG, Map.of("dsn", wrong));
      assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
      assertThat(refused.text()).doesNotContain("wrong-password");
    }
    Answer taken = other.put(CONFIG, Map.of("dsn", own.dsn()));
    assertThat(taken.status()).as(taken.toString()).isEqualTo(400);
    assertThat(remember.put(CONFIG, Map.of()).status()).isEqualTo(422);

    assertThat(ok(remember.get(CONFIG))).isEqualTo(kept);
    assertThat(remember.list("people")).containsExactly("Anna lives in Porto");
    assertThat(ok(other.get(CONFIG)).toString()).isEqualTo(NOT_CONFIGURED);
  }

  @Test
  void anOwnDatabaseThatIsAwayHarmsNobodyElse() {
    bring();
    remember.add("people", "Anna lives in Porto");

    own.setReachable(false);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(remember.get(in("people", "memories")).status()).isEqualTo(503));
    assertThat(remember.delete(CONFIG).status()).isEqualTo(503);
    assertThat(ok(remember.get(CONFIG)).path("configured").booleanValue()).isTrue();
    other.add("people", "Jonas lives in Graz");
    assertThat(other.list("people")).containsExactly("Jonas lives in Graz");

    own.setReachable(true);

    awaitReachable();
    assertThat(remember.list("people")).containsExactly("Anna lives in Porto");
  }

  @Test
  void anOwnDatabaseThatRefusesChangesIsAway() {
    bring();
    remember.add("people", "Anna lives in Porto");

    own.setReadOnly(true);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        remember
                            .post(in("people", "memories"), Map.of("text", "Lea lives in Lyon"))
                            .status())
                    .isEqualTo(503));
    other.add("people", "Jonas lives in Graz");
    assertThat(other.find("people", "Who lives in Graz?")).contains("Jonas lives in Graz");

    own.setReadOnly(false);

    awaitReachable();
    remember.add("people", "Mia lives in Rome");
    assertThat(remember.list("people"))
        .containsExactlyInAnyOrder("Anna lives in Porto", "Mia lives in Rome");
  }

  @Test
  void whatJoinsAccountAndMemoryWorksAcrossBoth() {
    bring();
    remember.add("secret", "The safe opens with 4711");
    JsonNode issued = Remember.issue(API, tenant, Map.of("label", "agent"));
    Remember agent = new Remember(tenant.client().withKey(issued.path("key").asString()));
    String keyId = issued.path("key_id").asString();

    ok(
        remember.put(
            "collections/secret/grants",
            Map.of("agent_key_id", tenant.keyId(), "can_write", true)));
    assertThat(agent.get(in("secret", "memories")).status()).isEqualTo(403);
    ok(
        remember.put(
            "collections/secret/grants", Map.of("agent_key_id", keyId, "can_write", false)));
    assertThat(agent.list("secret")).containsExactly("The safe opens with 4711");
    JsonNode grants = ok(remember.get("collections/secret/grants"));
    assertThat(grants.toString()).contains(keyId).contains(tenant.keyId()).contains("agent");

    JsonNode webhook = ok(remember.put("webhook/config", Map.of("url", "http://127.0.0.1:1/hook")));
    assertThat(own.rows(tenant.id())).containsKey("webhook");
    assertThat(webhook.toString()).contains("secret");
  }

  @Test
  void sleepWorksInAnOwnDatabase() {
    bring();
    RunsIT.ALIKE.forEach(text -> tenant.client().write("notes", text));

    Answer done =
        API.operator()
            .post(
                "/admin/tenants/" + tenant.id() + "/runs",
                Map.of("space", "notes", "wait_seconds", 30, "similarity", 0.6));

    assertThat(done.body().path("state").asString()).as(done.toString()).isEqualTo("done");
    assertThat(done.body().path("counts").path("after").intValue()).isOne();
    assertThat(own.rows(tenant.id())).containsKeys("run", "run_cluster");
    assertThat(own.rowsOfOperators(tenant.id()).keySet()).isSubsetOf(AT_HOME);
  }

  @Test
  void factsAreLearnedIntoAnOwnDatabase() {
    bring();

    JsonNode learned =
        body(
            201,
            remember.post(in("me", "remember?sync=true"), Map.of("content", "I live in Berlin.")));

    assertThat(own.texts()).isEqualTo(texts(learned.path("memories")));
    assertThat(own.rowsOfOperators(tenant.id()).keySet()).isSubsetOf(AT_HOME);
  }
}
