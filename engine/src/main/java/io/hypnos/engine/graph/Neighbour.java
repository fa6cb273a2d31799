package io.hypnos.engine.graph;

import java.util.UUID;

/**
 * A memory that a walk has reached.
 *
 * @param hops how many edges away from the nearest start, at least 1
 * @param strength what is left of a start's strength of 1 after so many hops
 * @param via the edge that led to it
 */
public record Neighbour(UUID memory, int hops, double strength, MemoryEdge via) {}
