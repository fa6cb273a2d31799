package io.hypnos.engine.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.llm.ChatResult.Answered;
import io.hypnos.engine.llm.ChatResult.Reason;
import io.hypnos.engine.llm.ChatResult.Unanswered;
import io.hypnos.engine.llm.FakeChatServer.Reply;
import io.hypnos.settings.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class RemoteChatModelTest {
  private static final String GOOD = "{\"mood\": \"good\"}";

  private FakeChatServer server;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aGoodAnswerComesWithItsTokens() {
    ChatResult result = ask(Map.of(), FakeChatServer.ok(GOOD));

    assertThat(result)
        .isInstanceOfSatisfying(
            Answered.class,
            answered -> {
              assertThat(answered.json().path("mood").stringValue()).isEqualTo("good");
              assertThat(answered.usage()).isEqualTo(new TokenUsage(100, 20));
            });
  }

  @Test
  void theQuestionCarriesModelBoundAndSchema() {
    ask(Map.of("llm.max-answer-tokens", "30"), FakeChatServer.ok(GOOD));

    JsonNode question = server.questions().get(0);
    assertThat(question.path("model").stringValue()).isEqualTo("test-model");
    assertThat(question.path("max_tokens").intValue()).isEqualTo(30);
    assertThat(question.at("/messages/0/role").stringValue()).isEqualTo("system");
    assertThat(question.at("/messages/1/content").stringValue()).isEqualTo("All is well.");
    assertThat(question.at("/response_format/json_schema/schema"))
        .isEqualTo(ChatParts.SCHEMA.root());
  }

  @Test
  void anEndpointWithoutSchemasIsToldTheShapeInWords() {
    ask(
        Map.of(
            "llm.answer-format", "json-object", "llm.token-limit-field", "max_completion_tokens"),
        FakeChatServer.ok(GOOD));

    JsonNode question = server.questions().get(0);
    assertThat(question.at("/response_format/type").stringValue()).isEqualTo("json_object");
    assertThat(question.at("/messages/0/content").stringValue()).contains(ChatParts.SCHEMA.json());
    assertThat(question.path("max_completion_tokens").intValue()).isEqualTo(50);
  }

  @Test
  void jsonInACodeFenceIsUnderstood() {
    assertThat(ask(Map.of(), FakeChatServer.ok("```json\n" + GOOD + "\n```")))
        .isInstanceOf(Answered.class);
  }

  @Test
  void tooManyRequestsWaitsAsLongAsAskedAndTriesAgain() {
    long start = System.nanoTime();
    ChatResult result = ask(Map.of(), FakeChatServer.tooMany("1"), FakeChatServer.ok(GOOD));

    assertThat(result).isInstanceOf(Answered.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(950));
  }

  @Test
  void aWaitBeyondTheDeadlineIsNotWaitedAndTheModelRests() {
    server = new FakeChatServer(FakeChatServer.tooMany("3600"));
    ChatModel model = ChatParts.model(server, Map.of());

    assertThat(reason(model.complete(ChatParts.question()))).isEqualTo(Reason.RATE_LIMITED);
    assertThat(reason(model.complete(ChatParts.question()))).isEqualTo(Reason.RESTING);
    assertThat(server.questions()).hasSize(1);
  }

  @Test
  void aFailingServerIsTriedAgainAndThenGivenUp() {
    assertThat(
            ask(
                Map.of(),
                FakeChatServer.status(500),
                FakeChatServer.status(503),
                FakeChatServer.ok(GOOD)))
        .isInstanceOf(Answered.class);
    server.close();

    assertThat(reason(ask(Map.of(), FakeChatServer.status(500)))).isEqualTo(Reason.SERVER_ERROR);
    assertThat(server.questions()).hasSize(3);
  }

  @Test
  void whatTheEndpointRefusesIsNotAskedAgain() {
    assertThat(reason(ask(Map.of(), FakeChatServer.status(400)))).isEqualTo(Reason.REJECTED);
    assertThat(server.questions()).hasSize(1);
    assertThat(
            reason(
                ChatParts.model(server, Map.of(), Optional.empty()).complete(ChatParts.question())))
        .isEqualTo(Reason.REJECTED);
  }

  @Test
  void aRedirectIsNotFollowedBecauseItCouldCarryTheKeyElsewhere() {
    try (FakeChatServer elsewhere = new FakeChatServer(FakeChatServer.ok(GOOD))) {
      ChatResult result =
          ask(Map.of(), FakeChatServer.redirect(elsewhere.baseUrl() + "/chat/completions"));

      assertThat(reason(result)).isEqualTo(Reason.REJECTED);
      assertThat(elsewhere.questions()).isEmpty();
    }
  }

  @Test
  void anAnswerThatDoesNotComeIsATimeoutWhetherBeforeOrAmidTheBody() {
    Map<String, String> once = Map.of("llm.attempts", "1", "llm.timeout", "400ms");

    assertThat(reason(ask(once, FakeChatServer.hang()))).isEqualTo(Reason.TIMEOUT);
    server.close();
    assertThat(reason(ask(once, FakeChatServer.drip("{\"choices\":[")))).isEqualTo(Reason.TIMEOUT);
  }

  @Test
  void theDeadlineHoldsOverAllAttempts() {
    long start = System.nanoTime();
    ChatResult result =
        ask(
            Map.of("llm.timeout", "300ms", "llm.deadline", "700ms", "llm.attempts", "10"),
            FakeChatServer.hang());

    assertThat(reason(result)).isEqualTo(Reason.TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void garbageIsAskedAgainOnceAndAllItsTokensCount() {
    ChatResult result =
        ask(
            Map.of("llm.attempts", "10"),
            FakeChatServer.ok("Here you go: mood is good"),
            FakeChatServer.ok("{\"mood\": \"so-so\"}"));

    assertThat(reason(result)).isEqualTo(Reason.WRONG_SHAPE);
    assertThat(result.usage()).isEqualTo(new TokenUsage(200, 40));
    assertThat(server.questions()).hasSize(2);
  }

  @Test
  void replyThatIsNoReplyIsMalformed() {
    for (String body : new String[] {"", "<html>", "[]", "{\"choices\":[]}", "null"}) {
      Reply reply = FakeChatServer.raw(body);
      assertThat(reason(ask(Map.of("llm.attempts", "1"), reply)))
          .as(body)
          .isEqualTo(Reason.MALFORMED);
      server.close();
    }
  }

  @Test
  void aHugeAnswerIsCutOff() {
    String huge = "{\"mood\": \"" + "x".repeat(5_000_000) + "\"}";

    assertThat(reason(ask(Map.of("llm.max-answer-size", "64KB"), FakeChatServer.ok(huge))))
        .isEqualTo(Reason.TOO_LONG);
    assertThat(server.questions()).hasSize(1);
  }

  @Test
  void anAnswerCutByItsTokensIsNotTakenForWhole() {
    String cut =
        """
        {"choices": [{"finish_reason": "length", "message": {"content": "{}"}}]}
        """;

    assertThat(reason(ask(Map.of(), FakeChatServer.raw(cut)))).isEqualTo(Reason.TOO_LONG);
  }

  @Test
  void aDeclinedQuestionIsNotAskedAgain() {
    String refusal =
        """
        {"choices": [{"finish_reason": "stop", "message": {"content": null, "refusal": "no"}}]}
        """;

    assertThat(reason(ask(Map.of(), FakeChatServer.raw(refusal)))).isEqualTo(Reason.DECLINED);
    assertThat(server.questions()).hasSize(1);
  }

  @Test
  void afterFailuresInARowTheModelRestsAndThenOneQuestionTriesIt() {
    server =
        new FakeChatServer(
            FakeChatServer.status(500), FakeChatServer.status(500), FakeChatServer.ok(GOOD));
    ChatModel model =
        ChatParts.model(
            server,
            Map.of("llm.attempts", "1", "llm.breaker-failures", "2", "llm.breaker-pause", "300ms"));

    assertThat(reason(model.complete(ChatParts.question()))).isEqualTo(Reason.SERVER_ERROR);
    assertThat(reason(model.complete(ChatParts.question()))).isEqualTo(Reason.SERVER_ERROR);
    assertThat(reason(model.complete(ChatParts.question()))).isEqualTo(Reason.RESTING);
    assertThat(server.questions()).hasSize(2);
    org.awaitility.Awaitility.await()
        .untilAsserted(
            () -> assertThat(model.complete(ChatParts.question())).isInstanceOf(Answered.class));
  }

  @Test
  void nobodyListeningIsUnreachable() {
    server = new FakeChatServer(FakeChatServer.ok(GOOD));
    ChatModel model = ChatParts.model(server, Map.of());
    server.close();

    assertThat(reason(model.complete(ChatParts.question()))).isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void hostileTextReachesTheModelAsWholeCharacters() {
    server = new FakeChatServer(FakeChatServer.ok(GOOD));
    ChatRequest request =
        new ChatRequest(
            UUID.randomUUID(), "mood", "s", "a\u0000b\uD800c \"}]", ChatParts.SCHEMA, 50);

    assertThat(ChatParts.model(server, Map.of()).complete(request)).isInstanceOf(Answered.class);
    assertThat(server.questions().get(0).at("/messages/1/content").stringValue())
        .isEqualTo("a\u0000b\uFFFDc \"}]");
  }

  @Test
  void aKeyThatNoHeaderCanCarryIsRefusedAtTheStart() {
    server = new FakeChatServer(FakeChatServer.ok(GOOD));
    assertThatThrownBy(
            () ->
                new LlmEndpoint(
                    URI.create("http://127.0.0.1"), Optional.of(Secret.of("a\nb")), "m"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("a\nb");
  }

  private ChatResult ask(Map<String, String> settings, Reply... replies) {
    server = new FakeChatServer(replies);
    return ChatParts.model(server, settings).complete(ChatParts.question());
  }

  private static Reason reason(ChatResult result) {
    assertThat(result).isInstanceOf(Unanswered.class);
    return ((Unanswered) result).reason();
  }
}
