package io.hypnos.api;

import static io.hypnos.api.Atoms.ok;
import static io.hypnos.api.Atoms.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.settings.Settings;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Writing atoms: one, many, again, and what the gate lets in. */
final class MnemoverseWriteIT {
  @RegisterExtension static final RunningApi API = new RunningApi();

  private Atoms atoms;

  @BeforeEach
  void makeTenant() {
    atoms = new Atoms(API.tenant().client());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The standup is at 3 pm | The standup is at 4 pm",
        "The audit log is enabled | The audit log is not enabled",
        "Backup item 1 is done | Backup item 2 is done",
        "We have three build agents | We have five build agents",
        "The tenant reported the leak | The janitor reported the leak",
        "Mira owns the billing service | Jonas owns the billing service",
        "Der Server läuft auf Port 8080 | Der Server läuft auf Port 8081",
        "The release is on 2026-03-04 | The release is on 2026-03-05"
      })
  void aCorrectionIsNeverRefused(String first, String second) {
    atoms.store("notes", first);
    atoms.store("notes", second);

    assertThat(atoms.stats().path("total_atoms").intValue()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The office plants are watered on Monday mornings",
        "the OFFICE plants   are watered on monday mornings ",
        "On Monday mornings the office plants are watered"
      })
  void whatAddsNothingIsRefusedWithTheAtomThatSaysIt(String again) {
    String first = atoms.store("notes", "The office plants are watered on Monday mornings");

    JsonNode refused = ok(atoms.post("write", Map.of("content", again, "domain", "notes")));

    assertThat(refused.path("stored").booleanValue()).isFalse();
    assertThat(refused.path("atom_id").isNull()).isTrue();
    assertThat(refused.path("superseded").toString()).isEqualTo("[]");
    assertThat(refused.path("importance").doubleValue()).isBetween(0.0, 0.1);
    assertThat(refused.path("reason").asString())
        .matches(
            "Below importance threshold \\(0\\.\\d{3} < 0\\.100\\): near-duplicate of " + first);
    assertThat(atoms.stats().path("total_atoms").intValue()).isEqualTo(1);
    assertThat(atoms.get("export").text().lines()).hasSize(1);
    atoms.store("elsewhere", again);
  }

  @Test
  void aShortFirstMemoryIsStored() {
    atoms.store("notes", "ok");
  }

  @Test
  void aBatchAnswersForEveryItemInItsOrder() {
    List<Object> items =
        List.of(
            Map.of("content", "Use pnpm in this repository", "domain", "project:acme"),
            Map.of("content", ""),
            Map.of("content", "Node 22 is required", "concepts", List.of("node")),
            Map.of("content", "node 22 IS required"),
            Map.of("content", "Something", "colour", "red"),
            Map.of("content", 5),
            Map.of("content", "Referenced", "external_ref", "r-1"),
            Map.of("content", "Referenced otherwise", "external_ref", "r-1"));

    JsonNode answer = ok(atoms.post("write-batch", Map.of("items", items)));

    assertThat(answer.propertyNames()).containsExactly("total_count", "stored_count", "results");
    assertThat(answer.path("total_count").intValue()).isEqualTo(8);
    assertThat(answer.path("stored_count").intValue()).isEqualTo(4);
    JsonNode results = answer.path("results");
    assertThat(results.valueStream().map(item -> item.path("index").intValue()))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(results.valueStream().map(item -> item.path("stored").booleanValue()))
        .containsExactly(true, false, true, false, false, false, true, true);
    assertThat(results.path(1).toString())
        .isEqualTo(
            "{\"index\":1,\"stored\":false,\"atom_id\":null,\"importance\":0.0,\"reason\":\"\","
                + "\"error\":\"content: String should have at least 1 character\"}");
    assertThat(results.path(3).path("error").isNull()).isTrue();
    assertThat(results.path(3).path("reason").asString())
        .endsWith(results.path(2).path("atom_id").asString());
    assertThat(results.path(4).path("error").asString()).startsWith("colour: ");
    assertThat(results.path(5).path("error").asString()).startsWith("content: ");
    assertThat(results.path(7).path("atom_id")).isEqualTo(results.path(6).path("atom_id"));
    assertThat(atoms.stats().path("total_atoms").intValue()).isEqualTo(3);
  }

  @Test
  void aBatchHoldsFiveHundred() {
    List<Map<String, String>> items =
        IntStream.range(0, 500)
            .mapToObj(number -> Map.of("content", "Ticket " + number, "domain", "tickets"))
            .toList();

    JsonNode answer = ok(atoms.post("write_batch", Map.of("items", items)));

    assertThat(answer.path("stored_count").intValue()).isEqualTo(500);
    assertThat(atoms.stats().path("total_atoms").intValue()).isEqualTo(500);
    List<Map<String, String>> more = new ArrayList<>(items);
    more.add(Map.of("content", "One too many"));
    assertThat(atoms.post("write-batch", Map.of("items", more)).status()).isEqualTo(422);
  }

  static Stream<String> batchesThatAreNone() {
    return Stream.of(
        "{}",
        "{\"items\": null}",
        "{\"items\": []}",
        "{\"items\": {}}",
        "{\"items\": [5]}",
        "{\"items\": [{\"content\": \"x\"}, \"y\"]}",
        "{\"items\": [{\"content\": \"x\"}], \"extra\": 1}",
        "{\"items\": [{\"content\": \"x\", \"supersedes\": [\"" + UUID.randomUUID() + "\"]}]}");
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("batchesThatAreNone")
  void aBatchThatIsNoneIsRefusedWhole(String body) {
    Answer answer = atoms.client().postText(Atoms.BASE + "write-batch", body);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
    assertThat(answer.body().path("details").path("errors")).isNotEmpty();
    assertThat(atoms.stats().path("total_atoms").intValue()).isZero();
  }

  @Test
  void aBatchMayBeLargerThanAnyOtherBody() {
    String tooLong = "x".repeat(10_001);
    List<Map<String, String>> items = new ArrayList<>();
    for (int n = 0; n < 499; n++) {
      items.add(Map.of("content", tooLong));
    }
    items.add(Map.of("content", "\uD83D\uDE80".repeat(10_000)));

    JsonNode answer = ok(atoms.post("write-batch", Map.of("items", items)));

    assertThat(answer.path("total_count").intValue()).isEqualTo(500);
    assertThat(answer.path("stored_count").intValue()).isEqualTo(1);
    assertThat(answer.path("results").path(0).path("error").asString())
        .isEqualTo("content: String should have at most 10000 characters");
    Answer single = atoms.post("write", Map.of("content", "x".repeat(RunningApi.LARGEST_BODY + 1)));
    assertThat(single.status()).isEqualTo(413);
    assertThat(single.body().path("code").asString()).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void aFullStoreRefusesABatchWholeAndNeverWhatStillFits() {
    Atoms few = new Atoms(API.tenant("pro").client());
    try (ApiServer small =
        ApiServer.start(Settings.with(RunningApi.settings(), Map.of("limits.pro.memories", "2")))) {
      Atoms there =
          new Atoms(new ApiClient("http://127.0.0.1:" + small.port(), few.client().key()));
      List<Map<String, String>> items =
          List.of(
              Map.of("content", "The first memory fits", "external_ref", "one"),
              Map.of("content", "So does a second thing"),
              Map.of("content", "But no third matter"));

      JsonNode partly = ok(there.post("write-batch", Map.of("items", items)));
      Answer whole = there.post("write-batch", Map.of("items", items.subList(2, 3)));
      Answer single = there.post("write", items.get(2));

      assertThat(partly.path("stored_count").intValue()).isEqualTo(2);
      assertThat(partly.path("results").path(2).path("error").asString()).isNotEmpty();
      for (Answer refused : List.of(whole, single)) {
        assertThat(refused.status()).as(refused.toString()).isEqualTo(429);
        assertThat(refused.body().path("code").asString()).isEqualTo("RATE_LIMITED");
        assertThat(refused.body().path("retryable").booleanValue()).isFalse();
        assertThat(refused.header("Retry-After")).isNullOrEmpty();
      }
      JsonNode replayed = ok(there.post("write-batch", Map.of("items", items.subList(0, 1))));
      assertThat(replayed.path("stored_count").intValue()).isEqualTo(1);
      assertThat(there.read("does the first memory fit?").path("items")).isNotEmpty();
    }
  }

  @Test
  void conceptsAreAsLongAsTheyAreAndAllOfThemArePaired() {
    List<String> concepts =
        new ArrayList<>(IntStream.range(0, 40).mapToObj(n -> "concept " + n).toList());
    concepts.add("long " + "o".repeat(2_000));

    String id = atoms.store("notes", "Carries many concepts", Map.of("concepts", concepts));

    assertThat(ok(atoms.get("atoms/" + id)).path("concepts")).hasSize(41);
    assertThat(atoms.stats().path("hebbian_edges").intValue()).isEqualTo(40 * 39 / 2);
    JsonNode learned =
        ok(
            atoms.post(
                "feedback",
                Map.of(
                    "atom_ids",
                    List.of(id),
                    "outcome",
                    1,
                    "query_concepts",
                    List.of("asked", "concept 1", "x".repeat(600)))));
    assertThat(learned.path("coactivation_edges").intValue()).isEqualTo(40 + 39);
    assertThat(atoms.post("read", Map.of("query", "zebra", "concepts", concepts)).status())
        .isEqualTo(200);
  }

  @Test
  void whatIsSupersededAgainPointsToTheNewest() {
    String old = atoms.store("team", "The standup is at 3 pm");
    String second =
        atoms.store("team", "The standup is at 4 pm", Map.of("supersedes", List.of(old)));

    JsonNode third =
        ok(
            atoms.post(
                "write",
                Map.of(
                    "content",
                    "The standup is at 5 pm",
                    "domain",
                    "team",
                    "supersedes",
                    List.of(old, second))));

    assertThat(third.path("superseded").valueStream().map(JsonNode::asString))
        .containsExactlyInAnyOrder(old, second);
    assertThat(third.path("reason").asString()).isEqualTo("supersedes 2 atoms");
    for (String id : List.of(old, second)) {
      assertThat(ok(atoms.get("atoms/" + id)).path("superseded_by"))
          .isEqualTo(third.path("atom_id"));
    }
    assertThat(values(ok(atoms.post("recent", Map.of())).path("items"), "atom_id"))
        .containsExactly(third.path("atom_id").asString());
    assertThat(atoms.stats().path("total_atoms").intValue()).isEqualTo(1);
  }

  @Test
  void oneReferenceIsOneAtomHoweverManyWriteItAtOnce() {
    List<CompletableFuture<Answer>> calls =
        IntStream.range(0, 6)
            .mapToObj(
                number ->
                    CompletableFuture.supplyAsync(
                        () ->
                            atoms.post(
                                "write",
                                Map.of(
                                    "content",
                                    "Writer " + number + " won",
                                    "external_ref",
                                    "race"))))
            .toList();

    List<String> ids =
        calls.stream()
            .map(CompletableFuture::join)
            .map(answer -> ok(answer).path("atom_id").asString())
            .distinct()
            .toList();

    assertThat(ids).hasSize(1);
    assertThat(atoms.stats().path("total_atoms").intValue()).isEqualTo(1);
    atoms.delete("atoms/" + ids.get(0));
    assertThat(atoms.store("general", "Free again", Map.of("external_ref", "race")))
        .isNotEqualTo(ids.get(0));
  }

  @Test
  void aRepeatUnderOneKeyIsGivenTheFirstAnswer() {
    String body = "{\"items\": [{\"content\": \"Only once\"}, {\"content\": \"\"}]}";

    Answer first = withKey("write-batch", "key-1", body);
    Answer again = withKey("write-batch", "key-1", body);

    assertThat(ok(first).path("stored_count").intValue()).isEqualTo(1);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(again.header("Content-Type")).startsWith("application/json");
    assertThat(again.header("X-RateLimit-Limit")).isNotEmpty();
    assertThat(atoms.stats().path("total_atoms").intValue()).isEqualTo(1);
    Answer other = withKey("write-batch", "key-1", "{\"items\": [{\"content\": \"Other\"}]}");
    assertThat(ok(other)).as("the key alone decides").isEqualTo(first.body());
    assertThat(other.text()).isEqualTo(first.text());
    assertThat(withKey("write-batch", "k".repeat(241), body).status()).isEqualTo(400);
    Answer single = withKey("write", "key-1", "{\"content\": \"Of another route\"}");
    assertThat(ok(single).path("stored").booleanValue()).isTrue();
  }

  @Test
  void whatFailedUnderAKeyMayBeTriedAgain() {
    assertThat(withKey("write", "key-2", "{}").status()).isEqualTo(422);
    assertThat(withKey("write", "key-2", "{\"content\": \"Now\"}").status()).isEqualTo(200);
  }

  private Answer withKey(String route, String key, String body) {
    return atoms
        .client()
        .call(
            "POST",
            Atoms.BASE + route,
            Map.of("Idempotency-Key", key, "Content-Type", "application/json"),
            BodyPublishers.ofString(body));
  }

  @Test
  void aSuccessorHidesWhatItSupersedesAndTheChainTellsOfBoth() {
    String old = atoms.store("team", "The standup is at 3 pm");
    Answer unknown =
        atoms.post(
            "write",
            Map.of("content", "x", "supersedes", List.of(UUID.randomUUID().toString(), old)));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body().path("code").asString()).isEqualTo("NOT_FOUND");

    JsonNode written =
        ok(
            atoms.post(
                "write",
                Map.of(
                    "content",
                    "The standup is at 3 pm",
                    "domain",
                    "team",
                    "supersedes",
                    List.of(old))));

    assertThat(written.path("stored").booleanValue()).as("the gate is skipped").isTrue();
    assertThat(written.path("superseded").toString()).isEqualTo("[\"" + old + "\"]");
    assertThat(written.path("reason").asString()).isEqualTo("supersedes 1 atoms");
    String successor = written.path("atom_id").asString();
    Map<String, Object> question = new HashMap<>(Map.of("query", "when is the standup?"));
    JsonNode items = atoms.read(question).path("items");
    assertThat(values(items, "atom_id")).containsExactly(successor);
    assertThat(items.path(0).path("supersedes").toString()).isEqualTo("[\"" + old + "\"]");
    question.put("include_history", true);
    assertThat(values(atoms.read(question).path("items"), "atom_id"))
        .containsExactlyInAnyOrder(successor, old);
    assertThat(values(ok(atoms.post("recent", Map.of())).path("items"), "atom_id"))
        .containsExactly(successor);
    assertThat(ok(atoms.get("atoms/" + old)).path("superseded_by").asString()).isEqualTo(successor);
    for (String id : List.of(old, successor)) {
      JsonNode chain = ok(atoms.get("atoms/" + id + "/chain"));
      assertThat(chain.path("atom_id").asString()).isEqualTo(id);
      assertThat(values(chain.path("revisions"), "id")).containsExactly(old, successor);
      assertThat(chain.path("revisions").path(0).path("is_head").booleanValue()).isFalse();
      assertThat(chain.path("revisions").path(1).path("is_head").booleanValue()).isTrue();
      assertThat(chain.path("dangling")).isEmpty();
      assertThat(chain.path("truncated").booleanValue()).isFalse();
    }
    assertThat(atoms.stats().path("total_atoms").intValue()).isEqualTo(1);

    JsonNode deleted = ok(atoms.delete("atoms/" + successor));
    assertThat(deleted.path("superseded_predecessors_left_hidden").toString())
        .isEqualTo("[\"" + old + "\"]");
    JsonNode left = ok(atoms.get("atoms/" + old + "/chain"));
    assertThat(left.path("dangling").toString()).isEqualTo("[\"" + successor + "\"]");
  }

  @Test
  void anAuthorIsBelievedFromAdminsOnly() {
    Map<String, Object> author = Map.of("principal", "user:ann", "agent", "coder");
    String subject = "Authorship note " + UUID.randomUUID();
    RunningApi.NewTenant tenant = API.tenant();
    String domain = "authors-" + UUID.randomUUID();
    Atoms admin = new Atoms(tenant.client());
    admin.store(domain, subject, Map.of("author", author));
    Answer key = API.operator().post("/admin/tenants/" + tenant.id() + "/keys", Map.of());
    Atoms user = new Atoms(tenant.client().withKey(key.body().path("key").asString()));
    user.store("elsewhere", subject, Map.of("author", author));

    JsonNode believed = admin.read(Map.of("query", subject, "domain", domain));
    assertThat(believed.path("items").path(0).path("provenance").toString())
        .isEqualTo("{\"principal\":\"user:ann\",\"agent\":\"coder\"}");
    assertThat(
            admin
                .read(Map.of("query", subject, "domain", domain, "exclude_author", "user:ann"))
                .path("items"))
        .isEmpty();
    assertThat(
            admin
                .read(Map.of("query", subject, "domain", domain, "author_agent", "coder"))
                .path("items"))
        .hasSize(1);
    JsonNode ignored = user.read(Map.of("query", subject, "exclude_author", "user:ann"));
    assertThat(values(ignored.path("items"), "domain")).containsExactly("elsewhere");
    assertThat(ignored.path("items").path(0).has("provenance")).isFalse();
  }
}
