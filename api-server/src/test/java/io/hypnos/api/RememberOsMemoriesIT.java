package io.hypnos.api;

import static io.hypnos.api.Remember.body;
import static io.hypnos.api.Remember.in;
import static io.hypnos.api.Remember.memory;
import static io.hypnos.api.Remember.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Memories: written one by one or together, listed in pages, changed, moved, deleted. */
final class RememberOsMemoriesIT {
  private static final String TEXT = "Mira takes the 07:40 train on Mondays";

  @RegisterExtension static final RunningApi API = new RunningApi();

  private Remember remember;
  private RunningApi.NewTenant tenant;

  @BeforeEach
  void makeTenant() {
    tenant = API.tenant();
    remember = new Remember(tenant.client());
  }

  @Test
  void aNewMemoryIsShownWithEveryField() {
    JsonNode made =
        remember.write(
            "people",
            TEXT,
            Map.of(
                "importance",
                0.4,
                "category",
                "habit",
                "source",
                "sdk",
                "metadata",
                Map.of("trip", "commute"),
                "container_tag",
                "user-mira",
                "unknown_field",
                true));

    assertThat(made.propertyNames())
        .contains(
            "id",
            "text",
            "importance",
            "category",
            "source",
            "metadata",
            "images",
            "created_at",
            "updated_at",
            "pinned",
            "archived",
            "created_by",
            "container_tag",
            "collection",
            "type",
            "is_latest",
            "expires_at");
    assertThat(made.path("text").asString()).isEqualTo(TEXT);
    assertThat(made.path("importance").doubleValue()).isEqualTo(0.4);
    assertThat(made.path("category").asString()).isEqualTo("habit");
    assertThat(made.path("source").asString()).isEqualTo("sdk");
    assertThat(made.path("metadata").path("trip").asString()).isEqualTo("commute");
    assertThat(made.path("images").isArray()).isTrue();
    assertThat(made.path("created_by").path("id").asString()).isEqualTo(tenant.keyId());
    assertThat(made.path("container_tag").asString()).isEqualTo("user-mira");
    assertThat(made.path("collection").asString()).isEqualTo("people");
    assertThat(made.path("type").isNull()).isTrue();
    assertThat(made.path("is_latest").booleanValue()).isTrue();
    assertThat(made.path("created_at").asString()).endsWith("Z");
    assertThat(ok(remember.get(memory("people", made.path("id").asString())))).isEqualTo(made);
  }

  @Test
  void whatIsNotSaidIsAsUsualAndNullIsTheSame() {
    Map<String, Object> nulls = new HashMap<>();
    nulls.put("importance", null);
    nulls.put("category", null);
    nulls.put("metadata", null);
    nulls.put("container_tag", null);

    for (JsonNode made :
        List.of(remember.write("people", TEXT, Map.of()), remember.write("people", TEXT, nulls))) {
      assertThat(made.path("importance").doubleValue()).isEqualTo(0.7);
      assertThat(made.path("category").asString()).isEqualTo("other");
      assertThat(made.path("source").asString()).isEqualTo("api");
      assertThat(made.path("metadata").toString()).isEqualTo("{}");
      assertThat(made.path("container_tag").isNull()).isTrue();
    }
    assertThat(remember.list("people")).containsExactly(TEXT, TEXT);
  }

  @Test
  void textsAreCountedInCharactersOfPeople() {
    String longest = "🌊".repeat(10_000);
    remember.write("people", longest, Map.of());

    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("text", longest + "x"),
            Map.of("text", ""),
            Map.of("text", "  \n"),
            Map.of(),
            Map.of("text", 5),
            Map.of("text", "x", "importance", 1.5),
            Map.of("text", "x", "importance", "high"),
            Map.of("text", "x", "metadata", List.of()),
            Map.of("text", "x", "container_tag", "t".repeat(129)))) {
      Answer answer = remember.post(in("people", "memories"), wrong);
      assertThat(answer.status()).as(wrong.keySet() + " " + answer).isEqualTo(422);
      assertThat(answer.body().path("detail").isArray()).isTrue();
    }
  }

  @Test
  void aListIsABareArrayPinnedFirstThenNewestInPages() {
    List<String> ids =
        IntStream.range(0, 5)
            .mapToObj(i -> remember.add("people", "Note number " + i + " of the week"))
            .toList();
    ok(remember.post(memory("people", ids.get(1)) + "/pin", Map.of("pinned", true)));
    ok(remember.post(memory("people", ids.get(2)) + "/archive", Map.of("archived", true)));

    assertThat(remember.list("people"))
        .containsExactly(
            "Note number 1 of the week",
            "Note number 4 of the week",
            "Note number 3 of the week",
            "Note number 0 of the week");
    assertThat(Remember.texts(ok(remember.get(in("people", "memories?limit=2&offset=1")))))
        .containsExactly("Note number 4 of the week", "Note number 3 of the week");
    assertThat(ok(remember.get(in("people", "memories?include_archived=true"))).size())
        .isEqualTo(5);
    assertThat(remember.get(in("people", "memories?limit=201")).status()).isEqualTo(422);
    assertThat(remember.get(in("people", "memories?offset=-1")).status()).isEqualTo(422);
  }

  @Test
  void aChangeChangesWhatItNames() {
    JsonNode made = remember.write("people", TEXT, Map.of("metadata", Map.of("a", 1)));
    String path = memory("people", made.path("id").asString());

    JsonNode same = ok(remember.patch(path, Map.of()));
    assertThat(same).isEqualTo(made);
    JsonNode changed =
        ok(
            remember.patch(
                path, Map.of("text", "Mira cycles on Mondays", "metadata", Map.of("b", 2))));

    assertThat(changed.path("text").asString()).isEqualTo("Mira cycles on Mondays");
    assertThat(changed.path("metadata").toString()).isEqualTo("{\"b\":2}");
    assertThat(changed.path("importance")).isEqualTo(made.path("importance"));
    assertThat(changed.path("updated_at").asString())
        .isGreaterThan(made.path("updated_at").asString());
    assertThat(remember.patch(path, Map.of("text", "")).status()).isEqualTo(422);
    assertThat(remember.patch(memory("people", UUID.randomUUID().toString()), Map.of()).status())
        .isEqualTo(404);
  }

  @Test
  void aMemoryMovesWithItsIdAndMakesTheTarget() {
    String id = remember.add("people", TEXT);

    JsonNode moved =
        ok(remember.post(memory("people", id) + "/move", Map.of("to_collection", "archive")));

    assertThat(moved.path("collection").asString()).isEqualTo("archive");
    assertThat(moved.path("id").asString()).isEqualTo(id);
    assertThat(remember.get(memory("people", id)).status()).isEqualTo(404);
    assertThat(remember.get(memory("archive", id)).status()).isEqualTo(200);
    assertThat(remember.post(memory("archive", id) + "/move", Map.of()).status()).isEqualTo(422);
  }

  @Test
  void aHundredAreWrittenTogetherInTheirOrderOrNone() {
    List<Map<String, Object>> hundred =
        IntStream.range(0, 100)
            .mapToObj(i -> Map.<String, Object>of("text", "Fact number " + i))
            .toList();

    JsonNode made = body(201, remember.post(in("facts", "memories/bulk"), hundred));

    assertThat(made.path("created").intValue()).isEqualTo(100);
    assertThat(made.path("ids").size()).isEqualTo(100);
    assertThat(
            ok(remember.get(memory("facts", made.path("ids").path(42).asString())))
                .path("text")
                .asString())
        .isEqualTo("Fact number 42");

    List<Map<String, Object>> broken = new ArrayList<>(hundred.subList(0, 3));
    broken.add(Map.of("text", ""));
    JsonNode detail = body(422, remember.post(in("other", "memories/bulk"), broken)).path("detail");
    assertThat(detail.path(0).path("loc").toString()).isEqualTo("[\"body\",3,\"text\"]");
    assertThat(remember.get("collections/other").status()).isEqualTo(404);
    broken.addAll(hundred);
    assertThat(remember.post(in("other", "memories/bulk"), broken).status()).isEqualTo(422);
    assertThat(remember.post(in("other", "memories/bulk"), List.of()).status()).isEqualTo(422);
    assertThat(remember.post(in("other", "memories/bulk"), Map.of()).status()).isEqualTo(422);
  }

  @Test
  void aDeletedMemoryIsGoneOnce() {
    String id = remember.add("people", TEXT);

    JsonNode deleted = ok(remember.delete(memory("people", id)));

    assertThat(deleted.path("deleted").booleanValue()).isTrue();
    assertThat(deleted.path("id").asString()).isEqualTo(id);
    assertThat(remember.delete(memory("people", id)).status()).isEqualTo(404);
    assertThat(remember.get(memory("people", id)).status()).isEqualTo(404);
    assertThat(remember.get(memory("people", "no-id")).status()).isEqualTo(404);
    assertThat(remember.list("people")).isEmpty();
  }

  @Test
  void relatedMemoriesAreNearestFirstWithoutItself() {
    String id = remember.add("people", TEXT);
    remember.add("people", "Mira commutes by rail at the beginning of the week");
    remember.add("people", "The sourdough needs feeding twice a day");
    remember.add("elsewhere", "Mira takes the 07:40 train on Mondays, too");

    JsonNode related = ok(remember.get(memory("people", id) + "/related"));

    assertThat(Remember.texts(related))
        .containsExactly(
            "Mira commutes by rail at the beginning of the week",
            "The sourdough needs feeding twice a day");
    assertThat(related.path(0).path("score").doubleValue()).isBetween(0.4, 1.0);
    assertThat(
            Remember.texts(
                ok(remember.get(memory("people", id) + "/related?limit=1&min_score=0.4"))))
        .hasSize(1);
    assertThat(remember.get(memory("people", id) + "/related?limit=51").status()).isEqualTo(422);
  }

  @Test
  void forgettingDeletesWhatIsMeantAndSparesWhatIsPinned() {
    String train = remember.add("people", TEXT);
    String pinned = remember.add("people", "Mira takes the 07:40 train on Tuesdays");
    ok(remember.post(memory("people", pinned) + "/pin", Map.of("pinned", true)));
    remember.add("people", "The sourdough needs feeding twice a day");

    JsonNode forgotten =
        ok(remember.post(in("people", "forget"), Map.of("query", "Which train does Mira take?")));

    assertThat(forgotten.path("deleted").intValue()).isEqualTo(1);
    assertThat(forgotten.path("ids").path(0).asString()).isEqualTo(train);
    assertThat(remember.list("people"))
        .containsExactly(
            "Mira takes the 07:40 train on Tuesdays", "The sourdough needs feeding twice a day");
    assertThat(remember.post(in("none", "forget"), Map.of("query", "x")).status()).isEqualTo(404);
  }

  @Test
  void pinAndArchiveDoNotMakeAMemoryLookFresh() {
    JsonNode made = remember.write("people", TEXT, Map.of());
    String path = memory("people", made.path("id").asString());

    JsonNode pinned = ok(remember.post(path + "/pin", Map.of("pinned", true)));
    JsonNode archived = ok(remember.post(path + "/archive", Map.of("archived", true)));

    assertThat(pinned.path("pinned").booleanValue()).isTrue();
    assertThat(archived.path("archived").booleanValue()).isTrue();
    assertThat(archived.path("updated_at")).isEqualTo(made.path("updated_at"));
    assertThat(remember.list("people")).isEmpty();
    ok(remember.post(path + "/archive", Map.of("archived", false)));
    assertThat(remember.list("people")).containsExactly(TEXT);
    assertThat(remember.post(path + "/pin", Map.of()).status()).isEqualTo(422);
  }

  @Test
  void aRepeatUnderTheSameKeyIsAnsweredOnce() {
    Map<String, String> headers =
        Map.of("Content-Type", "application/json", "Idempotency-Key", UUID.randomUUID().toString());
    String path = Remember.BASE + in("people", "memories");

    Answer first = post(path, headers, "{\"text\":\"Said twice\"}");
    Answer again = post(path, headers, "{\"text\":\"Said twice\"}");
    Answer other = post(path, headers, "{\"text\":\"Said otherwise\"}");

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(again.status()).isEqualTo(201);
    assertThat(other.status()).isEqualTo(400);
    assertThat(remember.list("people")).containsExactly("Said twice");
  }

  private Answer post(String path, Map<String, String> headers, String json) {
    return remember.client().call("POST", path, headers, BodyPublishers.ofString(json));
  }

  @Test
  void aReadOnlyKeyReadsAndWritesNothing() {
    String id = remember.add("people", TEXT);
    Remember reader = Remember.agent(API, tenant, Map.of("read_only", true));

    assertThat(reader.list("people")).containsExactly(TEXT);
    assertThat(reader.get(memory("people", id) + "/related").status()).isEqualTo(200);
    for (Answer refused :
        List.of(
            reader.post(in("people", "memories"), Map.of("text", "x")),
            reader.post(in("people", "memories/bulk"), List.of()),
            reader.patch(memory("people", id), Map.of()),
            reader.delete(memory("people", id)),
            reader.post(memory("people", id) + "/move", Map.of("to_collection", "y")),
            reader.post(memory("people", id) + "/pin", Map.of("pinned", true)),
            reader.post(in("people", "forget"), Map.of("query", "x")),
            reader.post("collections", Map.of("name", "x")),
            reader.delete("collections/people"))) {
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.body().path("detail").isString()).isTrue();
    }
  }
}
