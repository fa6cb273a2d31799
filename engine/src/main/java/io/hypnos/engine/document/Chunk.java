package io.hypnos.engine.document;

/**
 * A piece of a document that becomes one memory.
 *
 * @param number position in the document, from 0
 * @param firstPage page on which it begins, from 1; 0 where there are no pages
 * @param heading heading of the section it stands in; empty when none
 */
public record Chunk(int number, String text, int firstPage, int lastPage, String heading) {}
