package io.hypnos.engine.search;

import io.hypnos.engine.memory.Memory;

/**
 * A memory that is near another one in meaning.
 *
 * @param similarity cosine, in [0,1]
 */
public record Related(Memory memory, double similarity) {}
