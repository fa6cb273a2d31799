package io.hypnos.engine.concept;

import io.hypnos.settings.ConceptSettings;

/**
 * How an association changes: soft-bounded Hebbian learning (Hebb 1949; Oja 1982; van Rossum et al.
 * 2000) with the outcome as third factor (Frémaux and Gerstner 2016), and a delta rule for its
 * valence (Rescorla and Wagner 1972). Repeats have a closed form, so that many occurrences are one
 * update and their order does not matter.
 */
final class HebbianRule {
  private final double learningRate;
  private final double valenceRate;

  HebbianRule(ConceptSettings settings) {
    this.learningRate = settings.learningRate();
    this.valenceRate = settings.valenceRate();
  }

  /** What so many joint occurrences with this outcome give to an association that was not there. */
  double gain(double outcome, int times) {
    return 1 - Math.pow(1 - learningRate * Math.max(0, outcome), times);
  }

  /** What stays of an association after so many joint occurrences with this outcome. */
  double retained(double outcome, int times) {
    return Math.pow(1 - learningRate * Math.max(0, -outcome), times);
  }

  double weight(double weight, double outcome, int times) {
    return 1 - (1 - weight * retained(outcome, times)) * (1 - gain(outcome, times));
  }

  /** How much of the old distance between valence and outcome is left. */
  double valenceRetained(int times) {
    return Math.pow(1 - valenceRate, times);
  }

  double valence(double valence, double outcome, int times) {
    double moved = outcome + (valence - outcome) * valenceRetained(times);
    return Math.max(-1, Math.min(1, moved));
  }
}
