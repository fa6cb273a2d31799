package io.hypnos.engine.extraction;

/**
 * How two facts stand to each other, and why.
 *
 * @param reason in a few words, fit to be shown
 */
public record Verdict(Relation relation, String reason) {}
