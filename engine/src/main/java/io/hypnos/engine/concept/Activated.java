package io.hypnos.engine.concept;

/**
 * A concept that a query did not name but calls to mind.
 *
 * @param key how it is matched, see {@link ConceptKey}
 * @param activation in (0, 1]
 */
public record Activated(String key, String spelling, double activation) {}
