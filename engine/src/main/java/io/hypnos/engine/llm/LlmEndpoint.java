package io.hypnos.engine.llm;

import io.hypnos.settings.LlmSettings;
import io.hypnos.settings.Secret;
import java.net.URI;
import java.util.Optional;

/** Where a model is reached: the operator's from the settings, or one that a tenant brought. */
public record LlmEndpoint(URI baseUrl, Optional<Secret> apiKey, String model) {

  public LlmEndpoint {
    if (!"https".equals(baseUrl.getScheme()) && !"http".equals(baseUrl.getScheme())) {
      throw new IllegalArgumentException("the address of a language model starts with http");
    }
    // What HTTP cannot carry in a header would else fail at every question.
    if (apiKey.isPresent() && !apiKey.get().reveal().chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException(
          "the key of a language model has a character it cannot have");
    }
  }

  /** The operator's endpoint, if one is set. */
  public static Optional<LlmEndpoint> of(LlmSettings settings) {
    return settings
        .baseUrl()
        .map(url -> new LlmEndpoint(url, settings.apiKey(), settings.model().orElseThrow()));
  }

  URI chatCompletions() {
    String base = baseUrl.toString();
    return URI.create(base.endsWith("/") ? base + "chat/completions" : base + "/chat/completions");
  }
}
