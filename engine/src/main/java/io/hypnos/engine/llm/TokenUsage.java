package io.hypnos.engine.llm;

/** Tokens that were used, over all attempts. */
public record TokenUsage(long promptTokens, long answerTokens) {
  public static final TokenUsage NONE = new TokenUsage(0, 0);

  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(promptTokens + other.promptTokens, answerTokens + other.answerTokens);
  }

  public long total() {
    return promptTokens + answerTokens;
  }
}
