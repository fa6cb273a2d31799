package io.hypnos.engine.llm;

/** What a tenant has used in a span of days. */
public record Spend(long calls, long promptTokens, long answerTokens, long costMicros) {
  public long tokens() {
    return promptTokens + answerTokens;
  }
}
