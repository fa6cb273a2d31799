package io.hypnos.engine.embedding;

/** Who waits for a vector. */
public enum Priority {
  /** Somebody waits for the answer to one question: goes ahead of everything in bulk. */
  INTERACTIVE,
  /** Many texts, whose callers take turns. */
  BULK
}
