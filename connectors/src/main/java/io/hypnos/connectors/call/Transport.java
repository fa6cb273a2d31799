package io.hypnos.connectors.call;

import io.hypnos.engine.outgoing.OutgoingRequest;
import io.hypnos.engine.outgoing.OutgoingResult;

/** The way out, which checks addresses. */
@FunctionalInterface
public interface Transport {
  OutgoingResult send(OutgoingRequest request);
}
