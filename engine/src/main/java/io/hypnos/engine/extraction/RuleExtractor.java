package io.hypnos.engine.extraction;

import java.util.List;

/** Extraction by rules: the same text gives the same answer, everywhere and at no cost. */
public final class RuleExtractor implements Extractor {
  private final FactExtractor facts = new FactExtractor();
  private final TaskExtractor tasks = new TaskExtractor();
  private final ConceptExtractor concepts;

  public RuleExtractor(ConceptExtractor concepts) {
    this.concepts = concepts;
  }

  @Override
  public Extraction extract(SourceText source) {
    List<Fact> found = facts.extract(source);
    return new Extraction(
        found,
        TripleExtractor.of(found, source.now()),
        tasks.extract(source),
        concepts.extract(source.text()),
        Extraction.AnsweredBy.RULES);
  }
}
