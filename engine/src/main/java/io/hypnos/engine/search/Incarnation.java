package io.hypnos.engine.search;

/**
 * What a search cluster is at the moment.
 *
 * @param nodes changes whenever a node starts anew; what it held only in memory may be lost then
 * @param indexId changes when the index is another one, which holds nothing yet
 */
public record Incarnation(String nodes, String indexId) {}
