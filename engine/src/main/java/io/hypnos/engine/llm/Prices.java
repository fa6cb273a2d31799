package io.hypnos.engine.llm;

import io.hypnos.settings.LlmSettings;

/** Money for tokens, in millionths of the currency, rounded up. */
record Prices(double promptPerMillion, double answerPerMillion) {
  static Prices of(LlmSettings settings) {
    return new Prices(settings.promptPrice(), settings.answerPrice());
  }

  /** A price a million tokens is the same number as millionths a token. */
  long micros(TokenUsage usage) {
    return (long)
        Math.ceil(
            usage.promptTokens() * promptPerMillion + usage.answerTokens() * answerPerMillion);
  }
}
