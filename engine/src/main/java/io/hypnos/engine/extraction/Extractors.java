package io.hypnos.engine.extraction;

import io.hypnos.engine.llm.ChatModel;
import io.hypnos.settings.LlmSettings;
import java.util.Optional;

/** Puts extractors together. */
public final class Extractors {
  private static final int MOST_CONCEPTS = 32;

  private Extractors() {}

  public static RuleExtractor rules() {
    return new RuleExtractor(new ConceptExtractor(MOST_CONCEPTS));
  }

  /** A language model with the rules behind it, or the rules alone. */
  public static Extractor of(Optional<ChatModel> model, LlmSettings settings) {
    RuleExtractor rules = rules();
    return model
        .<Extractor>map(
            chat ->
                new LlmExtractor(
                    chat, rules, settings.maxPromptCharacters(), settings.maxAnswerTokens()))
        .orElse(rules);
  }
}
