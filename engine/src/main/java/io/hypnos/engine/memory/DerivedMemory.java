package io.hypnos.engine.memory;

/**
 * A memory that is made from others, with what it is worth by them.
 *
 * @param valence as its sources were rated
 * @param outcomeCount how often they were rated
 */
public record DerivedMemory(EmbeddedMemory memory, double valence, int outcomeCount) {}
