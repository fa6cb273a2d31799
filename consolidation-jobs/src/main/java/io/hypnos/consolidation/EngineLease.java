package io.hypnos.consolidation;

import io.hypnos.engine.sleep.ClusterSleep;

/** A share in the engine of this process. */
final class EngineLease implements AutoCloseable {
  private final ClusterSleep sleep;
  private final String modelId;
  private final Runnable giveBack;

  EngineLease(ClusterSleep sleep, String modelId, Runnable giveBack) {
    this.sleep = sleep;
    this.modelId = modelId;
    this.giveBack = giveBack;
  }

  ClusterSleep sleep() {
    return sleep;
  }

  /** Whose vectors are compared. */
  String modelId() {
    return modelId;
  }

  @Override
  public void close() {
    giveBack.run();
  }
}
