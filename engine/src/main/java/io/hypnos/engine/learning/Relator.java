package io.hypnos.engine.learning;

import io.hypnos.engine.extraction.Fact;
import io.hypnos.engine.extraction.Relation;
import io.hypnos.engine.memory.Memory;
import java.util.UUID;

/** Says what a new fact does to a memory that is like it. Thread-safe; never fails. */
interface Relator {
  Relation of(UUID tenantId, Fact fact, Memory older);
}
