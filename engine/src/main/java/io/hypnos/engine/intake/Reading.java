package io.hypnos.engine.intake;

import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.triple.Triple;
import java.util.List;

/**
 * What a unit of intake says, ready to be embedded.
 *
 * @param memories those that it became, with concepts if its space wants them, then those of its
 *     facts
 * @param triples read from those memories
 */
public record Reading(List<NewMemory> memories, List<Triple> triples) {
  public Reading {
    memories = List.copyOf(memories);
    triples = List.copyOf(triples);
  }
}
