package io.hypnos.engine.sleep;

import io.hypnos.schemas.message.ConsolidationRequest;

/** Brings requests to the cluster; fails with {@code UNAVAILABLE} when it cannot. */
@FunctionalInterface
public interface RequestSender {
  void send(ConsolidationRequest request);
}
