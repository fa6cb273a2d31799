package io.hypnos.engine.relation;

import io.hypnos.engine.graph.Neighbour;
import io.hypnos.engine.memory.Memory;

/** A memory and how it was reached. */
public record RelatedMemory(Memory memory, Neighbour neighbour) {}
