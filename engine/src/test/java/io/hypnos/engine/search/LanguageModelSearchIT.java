package io.hypnos.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.Engine;
import io.hypnos.engine.Engines;
import io.hypnos.engine.llm.FakeChatServer;
import io.hypnos.engine.llm.FakeChatServer.Reply;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.Settings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class LanguageModelSearchIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH);

  private static final String KETTLE = "The kettle in the kitchen is blue";

  /** Cut after 500 chars it would end in the middle of its last character. */
  private static final String TEAPOT = "The kettle in the office is red. ".repeat(15) + "True🙂";

  private static final String DOCTOR = "Doctor Weiss sees Mia on Monday";

  @Test
  void theModelPutsHitsInOrderAndCanAddNone() {
    List<String> plain = found(FakeChatServer.status(500), options -> options);
    String last = plain.get(plain.size() - 1);

    List<String> ordered =
        found(
            FakeChatServer.ok("{\"order\": [%d, 41]}".formatted(plain.size() - 1)),
            options -> options.withRerank(true));

    assertThat(ordered.get(0)).isEqualTo(last);
    assertThat(ordered).containsExactlyInAnyOrderElementsOf(plain);
  }

  @Test
  void withoutAnAnswerOfTheModelHitsStayInTheirOrder() {
    List<String> plain = found(FakeChatServer.status(500), options -> options);

    assertThat(found(FakeChatServer.ok("no JSON"), options -> options.withRerank(true)))
        .isEqualTo(plain);
    assertThat(found(FakeChatServer.status(400), options -> options.withRerank(true)))
        .isEqualTo(plain);
    assertThat(found(FakeChatServer.status(400), options -> options.withRewrite(true)))
        .isEqualTo(plain);
  }

  @Test
  void theModelAddsWordsToTheQuestion() {
    Reply terms = FakeChatServer.ok("{\"terms\": [\"doctor weiss\", \"monday\"]}");

    List<String> texts =
        withModel(
            terms,
            engine ->
                texts(engine, "medical", options -> options.withMode(SearchOptions.Mode.TEXT)));
    List<String> rewritten =
        withModel(
            terms,
            engine ->
                texts(
                    engine,
                    "medical",
                    options -> options.withMode(SearchOptions.Mode.TEXT).withRewrite(true)));

    assertThat(texts).isEmpty();
    assertThat(rewritten).containsExactly(DOCTOR);
  }

  private static List<String> found(Reply reply, UnaryOperator<SearchOptions> options) {
    return withModel(reply, engine -> texts(engine, "kettle", options));
  }

  private static <T> T withModel(Reply reply, Function<Engine, T> work) {
    try (FakeChatServer server = new FakeChatServer(reply);
        Engine engine =
            Engine.open(
                Settings.with(
                    STACK.settings(),
                    Map.of(
                        "llm.base-url",
                        server.baseUrl().toString(),
                        "llm.api-key",
                        FakeChatServer.KEY,
                        "llm.model",
                        "test-model",
                        "llm.attempts",
                        "1")),
                Clock.systemUTC())) {
      engine.firstTenant().ensure();
      engine.index().ensure();
      return work.apply(engine);
    }
  }

  private static List<String> texts(
      Engine engine, String query, UnaryOperator<SearchOptions> options) {
    Caller caller = Engines.newTenant(engine);
    for (String text : List.of(KETTLE, TEAPOT, DOCTOR)) {
      engine.writer().write(caller, NewMemory.text("home", text, "api"), WritePolicy.KEEP_ALL);
    }
    SearchRequest request =
        new SearchRequest(query, Optional.empty(), 10, 0.1)
            .withOptions(options.apply(SearchOptions.USUAL));
    return engine.search().search(caller, request).hits().stream()
        .map(hit -> hit.memory().content())
        .toList();
  }
}
