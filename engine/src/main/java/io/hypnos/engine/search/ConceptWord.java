package io.hypnos.engine.search;

import io.hypnos.engine.concept.Associations;

/** A concept without regard to case, spacing and compatible spellings. */
final class ConceptWord {
  private ConceptWord() {}

  static String fold(String concept) {
    return Associations.key(concept);
  }
}
