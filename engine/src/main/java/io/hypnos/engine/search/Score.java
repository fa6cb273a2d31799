package io.hypnos.engine.search;

/**
 * What the index knows of a memory and a query.
 *
 * @param lexical share of the query that its words cover, in [0,1]
 * @param cosine of meaning
 * @param named whether the query names its speaker
 * @param following share of what was said after it
 * @param stream share of what else was said in its stream
 * @param fused all of it together, not bounded
 * @param similarity calibrated, in [0,1]
 */
public record Score(
    double lexical,
    double cosine,
    boolean named,
    double following,
    double stream,
    double fused,
    double similarity) {

  static Score ofCosine(double cosine) {
    double similarity = Math.max(0, Math.min(1, cosine));
    return new Score(0, cosine, false, 0, 0, similarity, similarity);
  }

  static Score ofWords(double lexical) {
    return new Score(lexical, 0, false, 0, 0, lexical, lexical);
  }
}
