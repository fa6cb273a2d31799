package io.hypnos.engine.triple;

import java.util.List;

/** Some facts, and how many there are in all. */
public record TriplePage(long count, List<Triple> triples) {}
