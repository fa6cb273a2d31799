package io.hypnos.engine.concept;

import java.util.List;

/**
 * How well memories served.
 *
 * @param conceptsOfRated the concepts of each memory that is rated
 * @param concepts others that the caller names
 * @param queryConcepts what the query was about that the memories answered
 * @param outcome from -1, misleading, to 1, just right
 */
public record Rating(
    List<List<String>> conceptsOfRated,
    List<String> concepts,
    List<String> queryConcepts,
    double outcome) {}
