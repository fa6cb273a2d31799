package io.hypnos.engine.extraction;

/** Finds facts, triples, tasks and concepts in a text. Thread-safe; never fails for a text. */
public interface Extractor {
  Extraction extract(SourceText source);
}
