package io.hypnos.engine.feedback;

/**
 * What an outcome has changed.
 *
 * @param memories how many were rated
 * @param meanValence of these memories, after that; 0 when there are none
 * @param coactivated associations between the question and the memories that were made or changed
 */
public record Learned(int memories, double meanValence, int coactivated) {
  static final Learned NOTHING = new Learned(0, 0, 0);
}
