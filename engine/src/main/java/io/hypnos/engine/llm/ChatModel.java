package io.hypnos.engine.llm;

/**
 * A language model that answers in a given JSON shape. It never throws for a failure of the model,
 * the network or the budget: a caller that gets {@link ChatResult.Unanswered} goes on without.
 * Thread-safe.
 */
public interface ChatModel {
  String modelId();

  ChatResult complete(ChatRequest request);
}
