package io.hypnos.engine.webhook;

import io.hypnos.engine.outgoing.OutgoingResult;
import io.hypnos.engine.outgoing.OutgoingResult.Answered;
import io.hypnos.engine.outgoing.OutgoingResult.Failed;
import io.hypnos.engine.outgoing.OutgoingResult.Refused;
import java.util.Optional;

/** How an attempt went. */
record Outcome(
    boolean succeeded,
    Optional<Integer> status,
    Optional<byte[]> responseBody,
    Optional<String> error) {

  static Outcome of(OutgoingResult result) {
    if (result instanceof Answered answer) {
      return new Outcome(
          answer.isSuccess(),
          Optional.of(answer.status()),
          Optional.of(answer.body()),
          answer.isSuccess() ? Optional.empty() : Optional.of("HTTP " + answer.status()));
    }
    return result instanceof Refused refused
        ? failed(refused.refusal().message())
        : failed(((Failed) result).reason());
  }

  static Outcome failed(String error) {
    return new Outcome(false, Optional.empty(), Optional.empty(), Optional.of(error));
  }
}
