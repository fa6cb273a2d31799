package io.hypnos.engine.extraction;

/** What a statement does to what was known before. */
public enum ChangeType {
  UPDATE,
  CONTRADICTION,
  NEGATION,
  HISTORICAL,
  REAFFIRM,
  ADDITION
}
