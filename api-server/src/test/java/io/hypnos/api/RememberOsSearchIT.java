package io.hypnos.api;

import static io.hypnos.api.Remember.in;
import static io.hypnos.api.Remember.memory;
import static io.hypnos.api.Remember.ok;
import static io.hypnos.api.Remember.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Search in one collection and in all. */
final class RememberOsSearchIT {
  private static final String TRAIN = "Mira takes the 07:40 train on Mondays";
  private static final String DOUGH = "The sourdough needs feeding twice a day";
  private static final String CODE = "The gate opens with code XK-4711";

  @RegisterExtension static final RunningApi API = new RunningApi();

  private RunningApi.NewTenant tenant;
  private Remember remember;

  @BeforeEach
  void makeTenant() {
    tenant = API.tenant();
    remember = new Remember(tenant.client());
  }

  private void writeAll() {
    remember.write(
        "people",
        TRAIN,
        Map.of(
            "container_tag",
            "user-mira",
            "category",
            "habit",
            "metadata",
            Map.of("trip", Map.of("kind", "commute", "days", List.of("mon", "tue")))));
    remember.write("people", CODE, Map.of("importance", 0.9));
    remember.write("kitchen", DOUGH, Map.of());
  }

  @Test
  void aHitIsAMemoryWithItsScore() {
    writeAll();

    JsonNode answer =
        remember.search("people", Map.of("query", "When does Mira go by train?", "limit", 1));

    assertThat(answer.propertyNames())
        .containsExactlyInAnyOrder("results", "query_embedding_ms", "search_ms", "cached");
    assertThat(answer.path("query_embedding_ms").doubleValue()).isPositive();
    assertThat(answer.path("search_ms").doubleValue()).isPositive();
    assertThat(answer.path("cached").booleanValue()).isFalse();
    JsonNode hit = answer.path("results").path(0);
    assertThat(answer.path("results").size()).isEqualTo(1);
    assertThat(hit.propertyNames())
        .contains(
            "id",
            "text",
            "category",
            "importance",
            "score",
            "source",
            "metadata",
            "images",
            "created_at",
            "collection",
            "pinned",
            "archived",
            "created_by");
    assertThat(hit.path("text").asString()).isEqualTo(TRAIN);
    assertThat(hit.path("score").doubleValue()).isBetween(0.9, 1.0);
  }

  @Test
  void whatWasDeletedWithItsCollectionIsNotRememberedByOneOfItsName() {
    Map<String, Object> body = Map.of("query", "What is the code of the gate?", "mode", "vector");
    remember.add("lost", CODE);
    assertThat(texts(remember.search("lost", body).path("results"))).containsExactly(CODE);
    JsonNode summary = ok(remember.get(in("lost", "summary")));
    assertThat(summary.path("summary").asString()).contains("XK-4711");
    ok(remember.delete("collections/lost"));
    remember.add("lost", TRAIN);

    JsonNode again = remember.search("lost", body);

    assertThat(again.path("cached").booleanValue()).isFalse();
    assertThat(texts(again.path("results"))).doesNotContain(CODE);
    assertThat(ok(remember.get(in("lost", "summary"))).path("summary").asString())
        .doesNotContain("XK-4711");
  }

  @Test
  void theModesLookDifferently() {
    writeAll();
    Map<String, Object> meaning =
        Map.of("query", "railway commute", "mode", "vector", "min_score", 0);
    Map<String, Object> words = Map.of("query", "XK-4711", "mode", "text", "min_score", 1);

    assertThat(texts(remember.search("people", meaning).path("results"))).contains(TRAIN);
    JsonNode byWords = remember.search("people", words);
    assertThat(texts(byWords.path("results"))).containsExactly(CODE);
    assertThat(byWords.path("query_embedding_ms").doubleValue()).isZero();
    assertThat(texts(remember.search("people", with(meaning, "mode", "text")).path("results")))
        .isEmpty();
    assertThat(texts(remember.search("people", with(words, "mode", "hybrid")).path("results")))
        .startsWith(CODE);
    assertThat(texts(remember.search("people", with(meaning, "min_score", 0.99)).path("results")))
        .isEmpty();
    assertThat(
            remember.post(in("people", "search"), Map.of("query", "x", "mode", "magic")).status())
        .isEqualTo(422);
  }

  private static Map<String, Object> with(Map<String, Object> body, String name, Object value) {
    Map<String, Object> other = new java.util.HashMap<>(body);
    other.put(name, value);
    return other;
  }

  @ParameterizedTest
  @ValueSource(strings = {"hybrid", "vector", "text"})
  void filtersHoldInEveryModeAndOnBothRoutes(String mode) {
    writeAll();
    Map<String, Object> all =
        Map.of("query", "Mira train gate code sourdough", "mode", mode, "min_score", 0);

    assertThat(everywhere(all)).containsExactlyInAnyOrder(TRAIN, CODE, DOUGH);
    assertThat(everywhere(with(all, "container_tag", "user-mira"))).containsExactly(TRAIN);
    assertThat(everywhere(with(all, "category", "habit"))).containsExactly(TRAIN);
    assertThat(everywhere(with(all, "category", "other"))).containsExactlyInAnyOrder(CODE, DOUGH);
    assertThat(
            everywhere(
                with(
                    all,
                    "metadata_filter",
                    Map.of("trip", Map.of("days", List.of("tue"), "kind", "commute")))))
        .containsExactly(TRAIN);
    assertThat(everywhere(with(all, "metadata_filter", Map.of("trip", Map.of("kind", "tour")))))
        .isEmpty();
    assertThat(
            texts(
                remember.search("people", with(all, "container_tag", "user-mira")).path("results")))
        .containsExactly(TRAIN);
    assertThat(texts(remember.search("nowhere", all).path("results"))).isEmpty();
  }

  private List<String> everywhere(Map<String, Object> body) {
    return texts(ok(remember.post("search", body)).path("results"));
  }

  @Test
  void aRepeatIsAnsweredFromTheCacheUntilTheCollectionChanges() {
    writeAll();
    Map<String, Object> body = Map.of("query", "Mira train");
    JsonNode first = remember.search("people", body);

    JsonNode again = remember.search("people", body);

    assertThat(first.path("cached").booleanValue()).isFalse();
    assertThat(again.path("cached").booleanValue()).isTrue();
    assertThat(again.path("query_embedding_ms").doubleValue()).isZero();
    assertThat(texts(again.path("results"))).isEqualTo(texts(first.path("results")));
    remember.add("kitchen", "Elsewhere something changes");
    assertThat(remember.search("people", body).path("cached").booleanValue()).isTrue();
    remember.add("people", "Mira sold her train ticket");
    JsonNode changed = remember.search("people", body);
    assertThat(changed.path("cached").booleanValue()).isFalse();
    assertThat(texts(changed.path("results"))).contains("Mira sold her train ticket");
  }

  @Test
  void archivedMemoriesAreFoundWhenAskedFor() {
    String id = remember.add("people", TRAIN);
    ok(remember.post(memory("people", id) + "/archive", Map.of("archived", true)));

    assertThat(remember.find("people", "Mira train")).isEmpty();
    assertThat(
            texts(
                remember
                    .search("people", Map.of("query", "Mira train", "include_archived", true))
                    .path("results")))
        .containsExactly(TRAIN);
  }

  @Test
  void withoutALanguageModelRewritingAndRerankingChangeNothingAndFailNothing() {
    writeAll();
    Map<String, Object> body = Map.of("query", "Mira train", "rewrite", true, "rerank", true);

    assertThat(texts(remember.search("people", body).path("results"))).startsWith(TRAIN);
  }

  @Test
  void whatIsWrongIsRefused() {
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of(),
            Map.of("query", ""),
            Map.of("query", "x", "limit", 0),
            Map.of("query", "x", "limit", 51),
            Map.of("query", "x", "min_score", 1.1),
            Map.of("query", "x", "metadata_filter", "a"))) {
      assertThat(remember.post("search", wrong).status()).as(wrong.toString()).isEqualTo(422);
      assertThat(remember.post(in("people", "search"), wrong).status()).isEqualTo(422);
    }
  }

  @Test
  void aClosedCollectionIsLeftOutOfSearchesOfOtherAgents() {
    writeAll();
    Remember other = Remember.agent(API, tenant, Map.of("label", "other"));
    Map<String, Object> body = Map.of("query", "Mira train gate code sourdough", "min_score", 0);
    assertThat(texts(ok(other.post("search", body)).path("results"))).hasSize(3);
    ok(
        remember.put(
            "collections/people/grants",
            Map.of("agent_key_id", tenant.keyId(), "can_read", true, "can_write", true)));

    assertThat(texts(ok(other.post("search", body)).path("results"))).containsExactly(DOUGH);
    assertThat(other.post(in("people", "search"), body).status()).isEqualTo(403);
    assertThat(texts(ok(remember.post("search", body)).path("results"))).hasSize(3);
  }
}
