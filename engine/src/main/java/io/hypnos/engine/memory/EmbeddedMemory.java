package io.hypnos.engine.memory;

/**
 * A memory to store together with its vector.
 *
 * @param embedding unit vector of the content
 * @param modelId the model that made it; vectors of two models are never compared
 */
public record EmbeddedMemory(NewMemory memory, float[] embedding, String modelId) {}
