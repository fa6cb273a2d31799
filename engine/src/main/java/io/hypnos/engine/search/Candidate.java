package io.hypnos.engine.search;

import java.util.UUID;

/**
 * A document that the index proposes; {@code lexicalScore} is raw BM25, 0 when only the vector
 * matched.
 */
record Candidate(UUID memoryId, double lexicalScore) {}
