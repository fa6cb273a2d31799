package io.hypnos.engine.extraction;

/** What a newer fact does to an older one. */
public enum Relation {
  /** The newer one takes the place of the older one. */
  UPDATES,
  /** Both hold; they are about the same thing. */
  EXTENDS,
  /** They cannot both hold, but which one does is not sure enough to drop the other. */
  CONTRADICTS,
  /** The newer one says the same again. */
  REAFFIRMS,
  NONE
}
