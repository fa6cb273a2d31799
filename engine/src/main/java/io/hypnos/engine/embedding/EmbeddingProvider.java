package io.hypnos.engine.embedding;

import java.util.List;

/** A model as such: texts in, vectors out. */
interface EmbeddingProvider extends AutoCloseable {
  String modelId();

  int dimensions();

  /** An outcome for each text, in their order. */
  List<EmbeddingOutcome> embed(List<String> texts, Purpose purpose, Priority priority);

  boolean isAvailable();

  @Override
  void close();
}
