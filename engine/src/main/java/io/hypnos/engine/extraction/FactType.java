package io.hypnos.engine.extraction;

/** What kind of thing a statement is. */
public enum FactType {
  FACT,
  PREFERENCE,
  EPISODE,
  INSTRUCTION,
  DECISION
}
