package io.hypnos.engine.extraction;

/** Whether a statement says that something is so or that it is not. */
public enum Polarity {
  POSITIVE,
  NEGATIVE
}
