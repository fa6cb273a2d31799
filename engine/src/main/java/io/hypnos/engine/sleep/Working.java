package io.hypnos.engine.sleep;

/** A run while somebody works on it. */
interface Working {
  /**
   * Says how far the run is.
   *
   * @throws RunLostException when it was called off or another worker has taken it over
   */
  void at(Phase phase, long done, long total);
}
