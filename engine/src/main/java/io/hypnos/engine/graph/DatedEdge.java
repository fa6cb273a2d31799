package io.hypnos.engine.graph;

import java.time.Instant;

/** An edge and when it was drawn. */
public record DatedEdge(MemoryEdge edge, Instant at) {}
