package io.hypnos.engine.learning;

import io.hypnos.engine.extraction.Extractor;
import io.hypnos.engine.extraction.Fact;
import io.hypnos.engine.extraction.Relation;
import io.hypnos.engine.extraction.SourceText;
import io.hypnos.engine.extraction.Supersession;
import io.hypnos.engine.memory.Memory;
import java.util.List;
import java.util.UUID;

/** Compares what both were understood to say. */
final class RuleRelator implements Relator {
  private final Extractor rules;

  RuleRelator(Extractor rules) {
    this.rules = rules;
  }

  @Override
  public Relation of(UUID tenantId, Fact fact, Memory older) {
    List<Fact> known =
        rules
            .extract(SourceText.ofUser(tenantId, older.content(), older.times().validFrom()))
            .facts();
    Relation strongest = Relation.NONE;
    for (Fact each : known) {
      Relation relation = Supersession.of(fact, each).relation();
      if (relation == Relation.UPDATES) {
        // A text that says more than the ended fact stays: the rest of it still holds.
        return known.size() == 1 ? relation : Relation.CONTRADICTS;
      }
      strongest = strongest == Relation.NONE ? relation : strongest;
    }
    return strongest;
  }
}
