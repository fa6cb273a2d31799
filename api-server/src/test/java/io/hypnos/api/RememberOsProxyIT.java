package io.hypnos.api;

import static io.hypnos.api.Remember.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.api.ApiClient.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A talk through the proxy: told what is remembered, remembered in its turn. */
final class RememberOsProxyIT {
  private static final String PROXY = "/v1/proxy/chat/completions";
  private static final Map<String, Object> SYSTEM = Map.of("role", "system", "content", "Be kind.");
  private static final Map<String, Object> USER =
      Map.of("role", "user", "content", "I live in Hamburg. When does my train leave?");

  @RegisterExtension static final RunningApi API = new RunningApi();

  /** What asks for no schema is the talk itself. */
  private final ScriptedModel model =
      new ScriptedModel(Map.of("self-test", "{\"ok\": true}", "", "At 07:40."));

  private RunningApi.NewTenant tenant;
  private Remember remember;

  @BeforeEach
  void makeTenant() {
    tenant = API.tenant();
    remember = new Remember(tenant.client());
  }

  @AfterEach
  void closeModel() {
    model.close();
  }

  private void bring() {
    ok(
        remember.put(
            "extraction/config",
            Map.of("base_url", model.baseUrl(), "model", "small", "api_key", ScriptedModel.KEY)));
  }

  private static Map<String, Object> talk(Map<String, ?> more) {
    Map<String, Object> body = new HashMap<>(more);
    body.putIfAbsent("messages", List.of(SYSTEM, USER));
    return body;
  }

  private Answer ask(Map<String, ?> more) {
    return remember.client().post(PROXY, talk(more));
  }

  @Test
  void memoriesAreInjectedAfterTheSystemMessageAndTheQuestionIsLearned() {
    bring();
    remember.add("default", "The train of the user leaves at 07:40");

    JsonNode answer = ok(ask(Map.of("temperature", 0.5, "max_tokens", 50)));

    assertThat(answer.path("choices").path(0).path("message").path("content").asString())
        .isEqualTo("At 07:40.");
    assertThat(answer.path("longmem").toString())
        .isEqualTo("{\"memories_used\":1,\"stored\":true}");
    JsonNode asked =
        model.questions().stream()
            .filter(question -> !question.has("response_format"))
            .findFirst()
            .orElseThrow();
    assertThat(asked.path("model").asString()).isEqualTo("small");
    assertThat(asked.path("temperature").doubleValue()).isEqualTo(0.5);
    assertThat(asked.path("max_tokens").intValue()).isEqualTo(50);
    JsonNode messages = asked.path("messages");
    assertThat(messages.size()).isEqualTo(3);
    assertThat(messages.path(0).path("content").asString()).isEqualTo("Be kind.");
    assertThat(messages.path(1).path("role").asString()).isEqualTo("system");
    assertThat(messages.path(1).path("content").asString())
        .contains("The train of the user leaves at 07:40");
    assertThat(messages.path(2).path("role").asString()).isEqualTo("user");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> remember.list("default").stream().anyMatch(text -> text.contains("Hamburg")));
  }

  @Test
  void nothingIsStoredWhenItIsNotWantedOrNotAllowed() {
    bring();
    Remember reader = Remember.agent(API, tenant, Map.of("read_only", true));

    assertThat(ok(ask(Map.of("store", false))).path("longmem").path("stored").booleanValue())
        .isFalse();
    assertThat(
            ok(reader.client().post(PROXY, talk(Map.of())))
                .path("longmem")
                .path("stored")
                .booleanValue())
        .isFalse();
    assertThat(reader.client().post(PROXY, talk(Map.of("store", true))).status()).isEqualTo(403);
    assertThat(remember.get("collections/default").status()).isEqualTo(404);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThat(ask(Map.of()).status()).isEqualTo(503);
    bring();
    assertThat(ask(Map.of("stream", true)).status()).isEqualTo(400);
    for (Object messages : List.of(List.of(), "x", List.of(Map.of()), List.of("x"))) {
      assertThat(ask(Map.of("messages", messages)).status()).isEqualTo(422);
    }
    model.close();
    Answer failed = ask(Map.of());
    assertThat(failed.status()).isEqualTo(502);
    assertThat(failed.body().path("detail").isString()).isTrue();
  }
}
