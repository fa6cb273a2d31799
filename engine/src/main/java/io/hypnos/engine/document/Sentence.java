package io.hypnos.engine.document;

/**
 * One sentence of a text.
 *
 * @param separator what stood between it and the one before: nothing, a space or a line feed
 */
record Sentence(String separator, String text) {}
