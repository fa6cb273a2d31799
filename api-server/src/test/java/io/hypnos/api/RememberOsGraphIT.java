package io.hypnos.api;

import static io.hypnos.api.Remember.body;
import static io.hypnos.api.Remember.in;
import static io.hypnos.api.Remember.memory;
import static io.hypnos.api.Remember.ok;
import static io.hypnos.api.Remember.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.engine.Engine;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.visibility.Viewer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Graph memory: facts learned from texts, what they do to older ones, profile and summary. */
final class RememberOsGraphIT {
  private static final String BERLIN = "I live in Berlin.";
  private static final String HAMBURG = "I live in Hamburg now.";

  @RegisterExtension static final RunningApi API = new RunningApi();

  private RunningApi.NewTenant tenant;
  private Remember remember;

  @BeforeEach
  void makeTenant() {
    tenant = API.tenant();
    remember = new Remember(tenant.client());
  }

  private JsonNode learn(String content, Map<String, ?> more) {
    Map<String, Object> body = new java.util.HashMap<>(more);
    body.put("content", content);
    return body(201, remember.post(in("me", "remember?sync=true"), body));
  }

  private JsonNode learn(String content) {
    return learn(content, Map.of());
  }

  private static Engine engine() {
    return API.server().context().getBean(Engine.class);
  }

  @Test
  void aTextIsLearnedWhileTheCallerWaits() {
    JsonNode learned = learn("I live in Berlin. I prefer tea over coffee.");

    assertThat(learned.path("created").intValue()).isEqualTo(2);
    assertThat(texts(learned.path("memories"))).hasSize(2);
    JsonNode first = learned.path("memories").path(0);
    assertThat(first.propertyNames()).containsExactly("id", "text", "type", "relation");
    assertThat(first.path("relation").asString()).isEqualTo("none");
    JsonNode stored = ok(remember.get(memory("me", first.path("id").asString())));
    assertThat(stored.path("source").asString()).isEqualTo("remember");
    assertThat(stored.path("type")).isEqualTo(first.path("type"));
    assertThat(stored.path("created_by").path("id").asString()).isEqualTo(tenant.keyId());
  }

  @Test
  void aTextIsLearnedByAJobThatCanBeWatched() {
    JsonNode queued = body(202, remember.post(in("me", "remember"), Map.of("content", BERLIN)));
    String job = "extract/job/" + queued.path("job_id").asString();
    assertThat(queued.propertyNames()).containsExactly("job_id");

    JsonNode done =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> ok(remember.get(job)), each -> each.path("complete").booleanValue());

    assertThat(done.path("state").asString()).isEqualTo("done");
    assertThat(done.path("facts").intValue()).isEqualTo(1);
    assertThat(done.path("error").isNull()).isTrue();
    assertThat(texts(done.path("memories"))).hasSize(1);
    assertThat(remember.list("me")).isEqualTo(texts(done.path("memories")));
    assertThat(new Remember(API.tenant().client()).get(job).status()).isEqualTo(404);
    Remember other = Remember.agent(API, tenant, Map.of());
    assertThat(ok(other.get(job)).path("memories").size()).isEqualTo(1);
    ok(
        remember.put(
            "collections/me/grants", Map.of("agent_key_id", tenant.keyId(), "can_write", true)));
    assertThat(other.get(job).status()).isEqualTo(403);
    String made = done.path("memories").path(0).path("id").asString();
    ok(remember.patch(memory("me", made), Map.of("text", "The user lives in Rome")));
    assertThat(texts(ok(remember.get(job)).path("memories")))
        .containsExactly("The user lives in Rome");
    ok(remember.delete(memory("me", made)));
    assertThat(ok(remember.get(job)).path("memories")).isEmpty();
    assertThat(remember.get("extract/job/" + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(remember.get("extract/job/none").status()).isEqualTo(404);
  }

  @Test
  void aNewFactTakesThePlaceOfTheOldOne() {
    String old = learn(BERLIN).path("memories").path(0).path("id").asString();

    JsonNode learned = learn(HAMBURG);

    JsonNode item = learned.path("memories").path(0);
    assertThat(item.path("relation").asString()).isEqualTo("updates");
    assertThat(remember.list("me")).containsExactly(item.path("text").asString());
    JsonNode superseded = ok(remember.get(memory("me", old)));
    assertThat(superseded.path("is_latest").booleanValue()).isFalse();
    assertThat(ok(remember.get(in("me", "memories?include_superseded=true"))).size()).isEqualTo(2);
    assertThat(remember.find("me", "Where do I live? Berlin or Hamburg?"))
        .containsExactly(item.path("text").asString());
    JsonNode pairs = ok(remember.get(in("me", "contradictions")));
    assertThat(pairs.size()).isEqualTo(1);
    assertThat(pairs.path(0).path("current").path("id")).isEqualTo(item.path("id"));
    assertThat(pairs.path(0).path("superseded").path("id").asString()).isEqualTo(old);
    assertThat(ok(remember.get(in("me", "profile"))).path("profile").asString())
        .contains("Hamburg")
        .doesNotContain("Berlin");
  }

  @Test
  void aMoveEndsAStayHoweverLittleTheWordsHaveInCommon() {
    learn("I live in Bergen. I work at Equinor.");

    JsonNode learned = learn("I moved to Oslo.");

    assertThat(learned.path("memories").path(0).path("relation").asString()).isEqualTo("updates");
    assertThat(remember.list("me"))
        .hasSize(2)
        .noneMatch(text -> text.contains("Bergen"))
        .anyMatch(text -> text.contains("Equinor"));
  }

  @Test
  void factsOfOtherTagsAreLeftAlone() {
    learn(BERLIN, Map.of("container_tag", "user-a"));

    JsonNode learned = learn(HAMBURG, Map.of("container_tag", "user-b"));

    assertThat(learned.path("memories").path(0).path("relation").asString()).isEqualTo("none");
    assertThat(remember.list("me")).hasSize(2);
  }

  @Test
  void whatHoldsBesideTheOldExtendsIt() {
    learn("I like hiking in the mountains.");

    JsonNode learned = learn("I like swimming in mountain lakes.");

    assertThat(learned.path("memories").path(0).path("relation").asString())
        .isIn("extends", "none");
    assertThat(remember.list("me")).hasSize(2);
  }

  @Test
  void aTextWithoutFactsIsStoredAsItWasTold() {
    JsonNode learned = learn("Hmm.");

    assertThat(learned.path("created").intValue()).isEqualTo(1);
    assertThat(texts(learned.path("memories"))).containsExactly("Hmm.");
    assertThat(learned.path("memories").path(0).path("type").isNull()).isTrue();
  }

  @Test
  void overTheCapTheTextIsStoredAndNothingElseDone() {
    engine().spend().setMonthlyCap(UUID.fromString(tenant.id()), OptionalLong.of(0));

    JsonNode learned = learn(BERLIN + " " + HAMBURG);

    assertThat(texts(learned.path("memories"))).containsExactly(BERLIN + " " + HAMBURG);
    assertThat(learned.path("skipped").asString()).isEqualTo("spend_cap");
  }

  @Test
  void profileAndSummaryOfNothingAreEmptyAndOfUnknownCollectionsNotFound() {
    remember.post("collections", Map.of("name", "empty"));

    assertThat(ok(remember.get(in("empty", "profile"))).toString())
        .isEqualTo("{\"profile\":\"\",\"based_on\":0}");
    JsonNode summary = ok(remember.get(in("empty", "summary")));
    assertThat(summary.path("summary").asString()).isEmpty();
    assertThat(summary.path("themes").toString()).isEqualTo("[]");
    assertThat(summary.path("based_on").intValue()).isZero();
    assertThat(ok(remember.get(in("empty", "contradictions"))).toString()).isEqualTo("[]");
    for (String route : List.of("profile", "summary", "contradictions")) {
      assertThat(remember.get(in("unknown", route)).status()).isEqualTo(404);
    }
  }

  @Test
  void aSummaryIsKeptUntilTheCollectionChanges() {
    remember.write("me", "The sourdough needs feeding twice a day", Map.of("importance", 0.9));
    remember.add("me", "The sourdough came from Vienna");

    JsonNode first = ok(remember.get(in("me", "summary")));
    JsonNode again = ok(remember.get(in("me", "summary")));
    remember.add("me", "The oven is preheated to 250 degrees");
    JsonNode changed = ok(remember.get(in("me", "summary")));

    assertThat(first.path("summary").asString())
        .startsWith("The sourdough needs feeding twice a day.");
    assertThat(first.path("themes").toString()).contains("sourdough");
    assertThat(first.path("based_on").intValue()).isEqualTo(2);
    assertThat(again).isEqualTo(first);
    assertThat(changed.path("based_on").intValue()).isEqualTo(3);
    assertThat(ok(remember.get(in("me", "summary?limit=1"))).path("based_on").intValue())
        .isEqualTo(1);
  }

  @Test
  void whatHasExpiredIsNotFoundAndGoesWithTheSweep() {
    String id = remember.add("me", "The parking permit is valid until noon");
    Caller caller = new Caller(UUID.fromString(tenant.id()), Optional.empty(), Plan.TEAM, "test");
    engine()
        .memories()
        .editor()
        .expire(
            caller,
            Viewer.of(caller),
            UUID.fromString(id),
            Optional.of(Instant.now().minusSeconds(1)));

    assertThat(remember.find("me", "parking permit")).isEmpty();
    assertThat(remember.list("me")).isEmpty();
    assertThat(ok(remember.get(memory("me", id))).path("expires_at").isNull()).isFalse();
    while (engine().expirySweep().runOnce()) {
      Thread.onSpinWait();
    }
    assertThat(remember.get(memory("me", id)).status()).isEqualTo(404);
  }

  @Test
  void whatIsWrongIsRefused() {
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of(), Map.of("content", ""), Map.of("content", "x".repeat(10_001)))) {
      assertThat(remember.post(in("me", "remember"), wrong).status()).isEqualTo(422);
    }
    assertThat(remember.post(in("me", "remember?sync=maybe"), Map.of("content", BERLIN)).status())
        .isEqualTo(422);
  }
}
