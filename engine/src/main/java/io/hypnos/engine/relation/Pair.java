package io.hypnos.engine.relation;

import io.hypnos.engine.graph.DatedEdge;
import io.hypnos.engine.memory.Memory;

/** Two related memories: the newer one and the one that it speaks about. */
public record Pair(Memory newer, Memory older, DatedEdge edge) {}
