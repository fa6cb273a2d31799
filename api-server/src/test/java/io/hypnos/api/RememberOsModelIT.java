package io.hypnos.api;

import static io.hypnos.api.Remember.body;
import static io.hypnos.api.Remember.in;
import static io.hypnos.api.Remember.ok;
import static io.hypnos.api.Remember.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A tenant that brings its own language model really uses it. */
final class RememberOsModelIT {
  private static final String FACT =
      """
      {"facts": [{"statement": "%s", "evidence": "%s", "type": "%s", "subject": "user",
        "subject_name": null, "attribute": null, "slot": null, "value": null,
        "polarity": "positive", "temporal": "current", "change": "addition", "confidence": 0.9,
        "expires_at": null}], "tasks": [], "concepts": []}
      """;

  @RegisterExtension static final RunningApi API = new RunningApi();

  private final ScriptedModel model =
      new ScriptedModel(
          Map.of(
              "self-test",
              "{\"ok\": true}",
              "extraction",
              FACT.formatted("The user roasts coffee at home", "roast coffee", "preference"),
              "relate",
              "{\"relation\": \"updates\"}",
              "profile",
              "{\"profile\": \"Somebody who roasts coffee.\"}",
              "summary",
              "{\"summary\": \"About coffee.\", \"themes\": [\"coffee\"]}",
              "rerank",
              "{\"order\": [1, 0]}"));

  private Remember remember;

  @BeforeEach
  void makeTenant() {
    remember = new Remember(API.tenant().client());
  }

  @AfterEach
  void closeModel() {
    model.close();
  }

  private Answer bring(String baseUrl, String key) {
    return remember.put(
        "extraction/config",
        Map.of("provider", "custom", "base_url", baseUrl, "model", "small", "api_key", key));
  }

  @Test
  void aModelIsTriedBeforeItIsKeptAndItsKeyIsNeverShown() {
    assertThat(ok(remember.get("extraction/config")).toString())
        .isEqualTo("{\"configured\":false}");

    Answer brought = bring(model.baseUrl(), ScriptedModel.KEY);

    assertThat(ok(brought).path("configured").booleanValue()).isTrue();
    assertThat(brought.text()).doesNotContain(ScriptedModel.KEY);
    Answer shown = remember.get("extraction/config");
    assertThat(shown.body().path("base_url").asString()).isEqualTo(model.baseUrl());
    assertThat(shown.body().path("model").asString()).isEqualTo("small");
    assertThat(shown.body().path("verified_at").asString()).isNotEmpty();
    assertThat(shown.text()).doesNotContain(ScriptedModel.KEY);
    assertThat(model.asked()).containsExactly("self-test");

    for (Answer refused :
        java.util.List.of(
            bring(model.baseUrl(), "sk-wrong"),
            bring("http://127.0.0.1:1/v1", ScriptedModel.KEY),
            bring("http://169.254.169.254/v1", ScriptedModel.KEY),
            bring("ftp://example.org", ScriptedModel.KEY))) {
      assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
      assertThat(refused.text()).doesNotContain("sk-");
    }
    assertThat(remember.get("extraction/config").text()).isEqualTo(shown.text());
    assertThat(remember.put("extraction/config", Map.of("model", "x")).status()).isEqualTo(422);
  }

  @Test
  void whatIsAskedGoesToTheModelOfTheTenantUntilItIsTakenAway() {
    remember.write("me", "The user buys roasted coffee", Map.of());
    ok(bring(model.baseUrl(), ScriptedModel.KEY));
    ok(remember.put("spend-cap", Map.of("monthly_usd", 0)));

    JsonNode learned =
        body(
            201,
            remember.post(
                in("me", "remember?sync=true"), Map.of("content", "Lately I roast coffee myself")));

    assertThat(texts(learned.path("memories"))).containsExactly("The user roasts coffee at home");
    assertThat(learned.path("memories").path(0).path("type").asString()).isEqualTo("preference");
    assertThat(learned.path("memories").path(0).path("relation").asString()).isEqualTo("updates");
    assertThat(remember.list("me")).containsExactly("The user roasts coffee at home");
    assertThat(ok(remember.get(in("me", "profile"))).toString())
        .isEqualTo("{\"profile\":\"Somebody who roasts coffee.\",\"based_on\":1}");
    JsonNode summary = ok(remember.get(in("me", "summary")));
    assertThat(summary.path("summary").asString()).isEqualTo("About coffee.");
    assertThat(summary.path("themes").toString()).isEqualTo("[\"coffee\"]");
    remember.add("me", "The user grinds coffee");
    Map<String, Object> question = Map.of("query", "coffee user", "limit", 2);
    java.util.List<String> plain = texts(remember.search("me", question).path("results"));
    java.util.List<String> reranked =
        texts(
            remember
                .search("me", Map.of("query", "coffee user", "limit", 2, "rerank", true))
                .path("results"));
    assertThat(reranked).hasSize(2).isNotEqualTo(plain).containsExactlyInAnyOrderElementsOf(plain);
    assertThat(model.asked())
        .contains("self-test", "extraction", "relate", "profile", "summary", "rerank");

    ok(remember.delete("extraction/config"));
    ok(remember.delete("extraction/config"));
    int before = model.asked().size();
    assertThat(ok(remember.get(in("me", "profile"))).path("profile").asString())
        .isEqualTo("The user roasts coffee at home.");
    assertThat(model.asked()).hasSize(before);
  }
}
