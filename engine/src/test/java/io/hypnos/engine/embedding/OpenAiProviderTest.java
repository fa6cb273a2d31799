package io.hypnos.engine.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hypnos.engine.SettableClock;
import io.hypnos.engine.embedding.EmbeddingOutcome.Embedded;
import io.hypnos.engine.embedding.EmbeddingOutcome.Failed;
import io.hypnos.engine.embedding.FakeOpenAi.Fault;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.EmbeddingSettings;
import io.hypnos.settings.Settings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class OpenAiProviderTest {
  private static final int DIMENSIONS = 8;

  private final SettableClock clock = new SettableClock("2026-03-01T10:00:00Z");
  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private final List<AutoCloseable> open = new ArrayList<>();
  private FakeOpenAi server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeOpenAi(DIMENSIONS);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void vectorsHaveUnitLengthAndTheDirectionThatTheServerGave() {
    float[] vector = embed(provider(), "Anna lives in Lisbon.");

    assertThat(vector)
        .isEqualTo(
            UnitVector.of(FakeOpenAi.vectorOf("Anna lives in Lisbon.", DIMENSIONS)).orElseThrow());
    assertThat(server.bodies().get(0).path("encoding_format").asString()).isEqualTo("float");
    assertThat(server.bodies().get(0).has("dimensions")).isFalse();
  }

  @Test
  void manyTextsGoInBatchesAndComeBackInOrder() {
    List<String> texts = IntStream.range(0, 150).mapToObj(i -> "text " + i).toList();

    List<EmbeddingOutcome> outcomes = provider().embed(texts, Purpose.DOCUMENT, Priority.BULK);

    for (int i = 0; i < texts.size(); i++) {
      assertThat(outcomes.get(i).vectorOrThrow())
          .isEqualTo(UnitVector.of(FakeOpenAi.vectorOf(texts.get(i), DIMENSIONS)).orElseThrow());
    }
    assertThat(server.requests()).extracting(List::size).containsExactlyInAnyOrder(64, 64, 22);
  }

  @Test
  void theModelIdNamesModelDimensionsAndPrefixes() {
    assertThat(provider().modelId()).isEqualTo("openai/fake-embedding-3/8");
    assertThat(provider(Map.of("query-prefix", "query: ")).modelId())
        .matches("openai/fake-embedding-3/8/[0-9a-f]{8}")
        .isNotEqualTo(provider(Map.of("document-prefix", "query: ")).modelId());
  }

  @Test
  void prefixesAndDimensionsAreSentWhenAskedFor() {
    OpenAiProvider provider =
        provider(
            Map.of(
                "query-prefix", "query: ",
                "document-prefix", "passage: ",
                "request-dimensions", "true"));

    provider.embed(List.of("a"), Purpose.DOCUMENT, Priority.BULK);
    provider.embed(List.of("a"), Purpose.QUERY, Priority.INTERACTIVE);

    assertThat(server.requests()).containsExactly(List.of("passage: a"), List.of("query: a"));
    assertThat(server.bodies().get(0).path("dimensions").intValue()).isEqualTo(DIMENSIONS);
  }

  @Test
  void whatNotEveryServerCanReadIsReplacedAndLongTextIsCut() {
    OpenAiProvider provider = provider(Map.of("max-characters", "100"));

    provider.embed(
        List.of("a\u0000b\ud800c\udc00🙂", "x".repeat(99) + "🙂tail"),
        Purpose.DOCUMENT,
        Priority.BULK);

    assertThat(server.requests().get(0))
        .containsExactly("a b\ufffdc\ufffd🙂", "x".repeat(99) + "🙂");
  }

  @Test
  void answersOutOfOrderAreSorted() {
    server.spoil(FakeOpenAi.changed(Collections::reverse));

    List<EmbeddingOutcome> outcomes =
        provider().embed(List.of("a", "b", "c"), Purpose.DOCUMENT, Priority.BULK);

    assertThat(outcomes.get(2).vectorOrThrow())
        .isEqualTo(UnitVector.of(FakeOpenAi.vectorOf("c", DIMENSIONS)).orElseThrow());
  }

  static Stream<Arguments> badAnswers() {
    return Stream.of(
        bad("not JSON", "it is not JSON", FakeOpenAi.body("<html>secret text</html>")),
        bad("cut JSON", "it is not JSON", FakeOpenAi.body("{\"data\":[{\"embedding\":[0.1,")),
        bad("nothing", "it holds no list 'data'", FakeOpenAi.body("")),
        bad("no data", "it holds no list 'data'", FakeOpenAi.body("{\"object\":\"list\"}")),
        bad("deep", "it is not JSON", FakeOpenAi.body("[".repeat(100_000))),
        bad(
            "too few",
            "it holds 1 vectors for 2 texts",
            FakeOpenAi.changed(data -> data.remove(0))),
        bad(
            "same index",
            "it holds two vectors of index 1",
            FakeOpenAi.changed(data -> data.get(0).put("index", 1))),
        bad(
            "foreign index",
            "it holds a vector of no text's index",
            FakeOpenAi.changed(data -> data.get(0).put("index", 2))),
        bad(
            "wrong dimension",
            "it holds a vector of 9 numbers, and 8 are configured",
            vector(new double[9])),
        bad("zero", "it holds a vector that is zero or not finite", vector(new double[8])),
        bad(
            "NaN",
            "it is not JSON",
            FakeOpenAi.body(
                "{\"data\":[{\"embedding\":[NaN,1,1,1,1,1,1,1]},{\"embedding\":[1,1,1,1,1,1,1,1]}]}")),
        bad(
            "infinite",
            "it holds a vector that is zero or not finite",
            FakeOpenAi.body(
                "{\"data\":[{\"embedding\":[1e400,1,1,1,1,1,1,1]},{\"embedding\":[1,1,1,1,1,1,1,1]}]}")),
        bad(
            "no numbers",
            "it holds a vector that is no list of numbers",
            FakeOpenAi.changed(data -> data.get(0).put("embedding", Collections.nCopies(8, null)))),
        bad(
            "base64",
            "it holds a vector that is no list of numbers",
            FakeOpenAi.changed(data -> data.get(0).put("embedding", "AACAPw=="))),
        bad("huge", "it is too large", FakeOpenAi.body(" ".repeat(2_000_000))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badAnswers")
  void aBadAnswerIsATypedFailureOfEachText(String name, String reason, Fault fault) {
    server.spoil(fault);
    OpenAiProvider provider = provider();

    List<EmbeddingOutcome> outcomes =
        provider.embed(List.of("secret text", "b"), Purpose.DOCUMENT, Priority.BULK);

    assertThat(outcomes)
        .hasSize(2)
        .allSatisfy(
            outcome ->
                assertFailure(
                    outcome,
                    ErrorCode.INTERNAL,
                    "the embedding service gave an answer of no use: " + reason));
    assertThat(server.requests()).hasSize(1);
    assertThat(embed(provider, "afterwards")).hasSize(DIMENSIONS);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(
            401,
            "invalid_api_key",
            ErrorCode.INTERNAL,
            "it refuses the key (HTTP 401, invalid_api_key)"),
        refusal(
            403, "", ErrorCode.INTERNAL, "it refuses the key (HTTP 403, invalid_request_error)"),
        refusal(
            404,
            "model_not_found",
            ErrorCode.INTERNAL,
            "it has no such model or path (HTTP 404, model_not_found)"),
        refusal(302, "", ErrorCode.INTERNAL, "it answered unexpectedly"),
        refusal(204, "", ErrorCode.INTERNAL, "it answered unexpectedly"),
        refusal(400, "", ErrorCode.VALIDATION, "it takes no such text"),
        refusal(429, "insufficient_quota", ErrorCode.UNAVAILABLE, "its quota is used up"));
  }

  @ParameterizedTest(name = "HTTP {0}")
  @MethodSource("refusals")
  void aRefusalThatAnotherTryCannotMendIsSeenAtOnce(
      int status, String errorCode, ErrorCode expected, String reason) {
    server.spoil(
        status == 204
            ? (exchange, data) -> {
              exchange.sendResponseHeaders(204, -1);
              exchange.close();
            }
            : FakeOpenAi.error(status, errorCode, "Incorrect API key: " + FakeOpenAi.KEY));

    EmbeddingOutcome outcome =
        provider().embed(List.of("secret text"), Purpose.DOCUMENT, Priority.BULK).get(0);

    assertFailure(outcome, expected, "the embedding service failed: " + reason);
    assertThat(server.requests()).hasSize(1);
    assertThat(pauses).isEmpty();
  }

  @Test
  void aWrongKeyIsSaidWithoutTheKey() {
    OpenAiProvider provider = provider(Map.of("api-key", "sk-wrong-key"));

    EmbeddingOutcome outcome =
        provider.embed(List.of("secret text"), Purpose.DOCUMENT, Priority.BULK).get(0);

    assertFailure(outcome, ErrorCode.INTERNAL, "it refuses the key (HTTP 401, invalid_api_key)");
    assertThat(provider.isAvailable()).isFalse();
  }

  @Test
  void passingFailuresAreRepeatedWithGrowingPauses() {
    server.spoil(
        FakeOpenAi.status(500, Map.of(), "oops"),
        FakeOpenAi.hangUp(),
        FakeOpenAi.status(503, Map.of("Retry-After", "2"), ""));

    assertThat(embed(provider(), "Anna")).hasSize(DIMENSIONS);

    assertThat(server.requests()).hasSize(4);
    assertThat(pauses).hasSize(3);
    assertThat(pauses.get(0)).isLessThanOrEqualTo(Duration.ofMillis(250));
    assertThat(pauses.get(2)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
  }

  @Test
  void tooManyRequestsWaitsAsLongAsTheServerAsks() {
    server.spoil(
        FakeOpenAi.status(429, Map.of("Retry-After", "7"), ""),
        FakeOpenAi.status(429, Map.of("Retry-After", "Sun, 1 Mar 2026 10:00:20 GMT"), ""));

    assertThat(embed(provider(), "Anna")).hasSize(DIMENSIONS);

    assertThat(pauses.get(0)).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7_250));
    assertThat(clock.instant()).isAfterOrEqualTo("2026-03-01T10:00:20Z");
  }

  @Test
  void aWaitBeyondThePatienceIsTheCallersToMake() {
    server.spoil(FakeOpenAi.status(429, Map.of("Retry-After", "3600"), ""));

    assertThatThrownBy(() -> embed(provider(), "Anna"))
        .isInstanceOfSatisfying(
            HypnosException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
              assertThat(failure.details()).containsEntry("retry_after_seconds", 3600L);
            })
        .hasMessage("the embedding service failed: it has too many requests (HTTP 429)");
    assertThat(pauses).isEmpty();
  }

  @Test
  void aQuestionHasLessPatienceThanAText() {
    server.spoil(FakeOpenAi.status(429, Map.of("Retry-After", "5"), ""));

    EmbeddingOutcome question =
        provider().embed(List.of("Anna?"), Purpose.QUERY, Priority.INTERACTIVE).get(0);

    assertFailure(question, ErrorCode.UNAVAILABLE, "it has too many requests");
  }

  @ParameterizedTest(name = "headers: {0}")
  @ValueSource(booleans = {false, true})
  void aServerThatIsSilentIsGivenUp(boolean headers) {
    server.spoil(server.silence(headers));
    OpenAiProvider provider = provider(Map.of("timeout", "300ms", "tries", "1"));

    EmbeddingOutcome outcome =
        provider.embed(List.of("Anna"), Purpose.DOCUMENT, Priority.BULK).get(0);

    assertFailure(
        outcome, ErrorCode.UNAVAILABLE, "the embedding service did not answer within 300 ms");
    assertThat(provider.isAvailable()).isFalse();
  }

  @Test
  void aServerThatIsAwayIsNotAskedForAWhile() {
    server.close();
    OpenAiProvider provider = provider(Map.of("breaker-failures", "2", "tries", "1"));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> embed(provider, "Anna"))
          .hasMessage("the embedding service cannot be reached");
    }

    assertThatThrownBy(() -> embed(provider, "Anna"))
        .isInstanceOfSatisfying(
            HypnosException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessageContaining("The embedding service is not available: it failed repeatedly");
    clock.advance(Duration.ofSeconds(15));
    assertThatThrownBy(() -> embed(provider, "Anna"))
        .hasMessage("the embedding service cannot be reached");
  }

  @Test
  void textsThatTheServerRefusesFailAlone() {
    List<String> texts =
        new ArrayList<>(IntStream.range(0, 64).mapToObj(i -> "text " + i).toList());
    texts.set(5, "POISON");
    texts.set(40, "more POISON");
    texts.set(41, "  \n ");

    List<EmbeddingOutcome> outcomes = provider().embed(texts, Purpose.DOCUMENT, Priority.BULK);

    assertFailure(outcomes.get(5), ErrorCode.VALIDATION, "it takes no such text");
    assertFailure(outcomes.get(40), ErrorCode.VALIDATION, "it takes no such text");
    assertFailure(outcomes.get(41), ErrorCode.VALIDATION, "a text without words");
    assertThat(outcomes).filteredOn(Embedded.class::isInstance).hasSize(61);
  }

  @Test
  void aServerThatRefusesEverythingIsNotAskedForEveryText() {
    List<String> texts = Collections.nCopies(64, "POISON");

    assertThat(provider().embed(texts, Purpose.DOCUMENT, Priority.BULK))
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Failed.class));
    assertThat(server.requests().size()).isLessThanOrEqualTo(31);
  }

  @Test
  void anInterruptedCallerEndsItsRequest() throws Exception {
    server.spoil(server.silence(false));
    OpenAiProvider provider = provider();
    Thread caller = new Thread(() -> provider.embed(List.of("a"), Purpose.DOCUMENT, Priority.BULK));
    caller.setUncaughtExceptionHandler((thread, failure) -> {});
    caller.start();
    await().until(() -> server.requests().size() == 1);

    caller.interrupt();
    caller.join();

    assertThat(embed(provider, "Anna")).hasSize(DIMENSIONS);
    provider.close();
  }

  @Test
  void theModelIsTriedOutInTheBackgroundUntilItWorks() {
    server.spoil(FakeOpenAi.error(401, "invalid_api_key", ""), server.silence(false));
    EmbeddingSettings settings =
        settings(Map.of("breaker-pause", "1s", "timeout", "200ms", "tries", "1"));

    try (EmbeddingModel model =
        new TextEmbedding(
                OpenAiProvider.open(settings, Clock.systemUTC(), new Random(1), pause -> {}),
                settings)
            .tryOut()) {
      assertThat(model.dimensions()).isEqualTo(DIMENSIONS);
      await().until(() -> server.requests().size() >= 1 && !model.isAvailable());
      await().until(model::isAvailable);
      assertThat(server.requests()).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void aRepeatedQuestionIsAnsweredFromMemory() {
    EmbeddingSettings settings = settings(Map.of());
    try (EmbeddingModel model =
        new TextEmbedding(
            OpenAiProvider.open(settings, clock, new Random(1), pause -> {}), settings)) {
      float[] first = model.embedQuery("Where is Anna?");
      float[] second = model.embedQuery("Where is Anna?");

      assertThat(second).isEqualTo(first).isNotSameAs(first);
      assertThat(server.requests()).hasSize(1);
      server.spoil(FakeOpenAi.status(404, Map.of(), ""));
      assertThatThrownBy(() -> model.embedQuery("Who?")).isInstanceOf(HypnosException.class);
      assertThat(model.embedQuery("Who?")).hasSize(DIMENSIONS);
    }
  }

  private OpenAiProvider provider() {
    return provider(Map.of());
  }

  private OpenAiProvider provider(Map<String, String> changes) {
    OpenAiProvider provider =
        OpenAiProvider.open(
            settings(changes),
            clock,
            new Random(3),
            pause -> {
              pauses.add(pause);
              clock.advance(pause);
            });
    open.add(provider);
    return provider;
  }

  private EmbeddingSettings settings(Map<String, String> changes) {
    Map<String, String> values = new HashMap<>();
    values.put("embedding.provider", "openai");
    values.put("embedding.openai.base-url", server.baseUrl().toString());
    values.put("embedding.openai.api-key", FakeOpenAi.KEY);
    values.put("embedding.openai.model", FakeOpenAi.MODEL);
    values.put("embedding.openai.dimensions", String.valueOf(DIMENSIONS));
    changes.forEach((name, value) -> values.put("embedding.openai." + name, value));
    return Settings.of(values, Map.of()).embedding();
  }

  private static float[] embed(OpenAiProvider provider, String text) {
    return provider
        .embed(List.of(text), Purpose.DOCUMENT, Priority.INTERACTIVE)
        .get(0)
        .vectorOrThrow();
  }

  private static void assertFailure(EmbeddingOutcome outcome, ErrorCode code, String message) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.failure().code()).isEqualTo(code);
              assertThat(failed.failure().getMessage())
                  .contains(message)
                  .doesNotContain("sk-", "secret text", "\n");
            });
  }

  private static Arguments bad(String name, String reason, Fault fault) {
    return Arguments.of(name, reason, fault);
  }

  private static Arguments refusal(int status, String code, ErrorCode expected, String reason) {
    return Arguments.of(status, code, expected, reason);
  }

  private static Fault vector(double[] values) {
    return FakeOpenAi.changed(data -> data.get(0).put("embedding", values));
  }
}
