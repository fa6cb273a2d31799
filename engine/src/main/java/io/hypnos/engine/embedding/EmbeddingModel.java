package io.hypnos.engine.embedding;

/** Turns text into a unit vector. Implementations are thread-safe and deterministic. */
public interface EmbeddingModel {
  String modelId();

  int dimensions();

  float[] embed(String text);
}
