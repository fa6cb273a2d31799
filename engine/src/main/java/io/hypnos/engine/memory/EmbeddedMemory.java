package io.hypnos.engine.memory;

/** A memory to store together with its vectors. */
public record EmbeddedMemory(NewMemory memory, Vectors vectors) {}
