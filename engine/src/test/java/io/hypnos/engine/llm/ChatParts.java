package io.hypnos.engine.llm;

import io.hypnos.settings.LlmSettings;
import io.hypnos.settings.Secret;
import io.hypnos.settings.Settings;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Models and questions for tests: impatient, with pauses of a millisecond. */
public final class ChatParts {
  public static final AnswerSchema SCHEMA =
      AnswerSchema.of(
          """
          {"type": "object", "additionalProperties": false, "required": ["mood"],
           "properties": {"mood": {"type": "string", "enum": ["good", "bad"]}}}
          """);

  private ChatParts() {}

  public static LlmSettings settings(FakeChatServer server, Map<String, String> more) {
    Map<String, String> values = new HashMap<>();
    values.put("llm.base-url", server.baseUrl().toString());
    values.put("llm.api-key", FakeChatServer.KEY);
    values.put("llm.model", "test-model");
    values.put("llm.timeout", "5s");
    values.put("llm.deadline", "30s");
    values.put("llm.first-pause", "1ms");
    values.putAll(more);
    return Settings.of(values, Map.of()).llm();
  }

  public static ChatModel model(FakeChatServer server, Map<String, String> more) {
    return model(server, more, Optional.of(FakeChatServer.KEY));
  }

  static ChatModel model(FakeChatServer server, Map<String, String> more, Optional<String> key) {
    LlmSettings settings = settings(server, more);
    LlmEndpoint endpoint =
        new LlmEndpoint(server.baseUrl(), key.map(Secret::of), settings.model().orElseThrow());
    return new RemoteChatModel(
        endpoint,
        settings,
        new DirectTransport(settings),
        Clock.systemUTC(),
        new Random(1),
        System::nanoTime);
  }

  static ChatRequest question() {
    return question(UUID.randomUUID());
  }

  static ChatRequest question(UUID tenantId) {
    return new ChatRequest(
        tenantId, "mood", "Say how the writer feels.", "All is well.", SCHEMA, 50);
  }
}
