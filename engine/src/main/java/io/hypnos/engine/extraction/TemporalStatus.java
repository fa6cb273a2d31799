package io.hypnos.engine.extraction;

/** How a statement stands to the present. */
public enum TemporalStatus {
  CURRENT,
  /** It was so. */
  HISTORICAL,
  /** It is not, or no longer, so. */
  NEGATED,
  /** It is meant to become so; nothing has changed yet. */
  PLANNED
}
