package io.hypnos.engine.extraction;

import java.util.List;

/**
 * All that was found in a text.
 *
 * @param answeredBy whether the rules or a language model found it
 */
public record Extraction(
    List<Fact> facts,
    List<Triple> triples,
    List<Task> tasks,
    List<String> concepts,
    AnsweredBy answeredBy) {
  public Extraction {
    facts = List.copyOf(facts);
    triples = List.copyOf(triples);
    tasks = List.copyOf(tasks);
    concepts = List.copyOf(concepts);
  }

  /** Who found it. */
  public enum AnsweredBy {
    RULES,
    LANGUAGE_MODEL
  }
}
