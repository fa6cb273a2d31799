package io.hypnos.engine.llm;

import java.util.UUID;

/**
 * One question.
 *
 * @param purpose what it is for, in a few letters: it names the schema and groups the spend
 * @param system what the model is told to do; never holds text of a caller
 * @param prompt what it is to work on
 * @param maxTokens tokens of the answer at most; the settings may allow fewer
 */
public record ChatRequest(
    UUID tenantId,
    String purpose,
    String system,
    String prompt,
    AnswerSchema schema,
    int maxTokens) {
  public ChatRequest {
    if (!purpose.matches("[a-z][a-z0-9_-]{0,63}")) {
      throw new IllegalArgumentException("a purpose is a short name in small letters");
    }
  }

  /** A cautious guess for the budget: three characters a token, five for each message's frame. */
  long estimatedPromptTokens() {
    long characters = (long) system.length() + prompt.length() + schema.json().length();
    return characters / 3 + 10;
  }
}
