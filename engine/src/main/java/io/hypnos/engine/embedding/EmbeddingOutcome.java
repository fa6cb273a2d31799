package io.hypnos.engine.embedding;

import io.hypnos.engine.error.HypnosException;

/** What became of one text of many. */
public sealed interface EmbeddingOutcome {
  /** The vector, or the failure as an exception. */
  float[] vectorOrThrow();

  /** A unit vector. */
  record Embedded(float[] vector) implements EmbeddingOutcome {
    @Override
    public float[] vectorOrThrow() {
      return vector;
    }
  }

  /** The text has no vector, for this reason. */
  record Failed(HypnosException failure) implements EmbeddingOutcome {
    @Override
    public float[] vectorOrThrow() {
      throw failure;
    }
  }
}
