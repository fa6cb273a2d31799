package io.hypnos.engine.search;

import java.util.Optional;

/**
 * Where the score of a hit came from.
 *
 * @param arms what words and meaning gave; absent when neither found it
 * @param hinted whether it carries a concept that the caller named
 * @param association how strongly a concept that it carries was called up
 * @param linked the share that a link from another hit gave
 * @param rating the factor by which ratings changed the relevance
 */
public record Explanation(
    Optional<Score> arms,
    boolean hinted,
    Optional<Double> association,
    Optional<Double> linked,
    double rating) {}
