package io.hypnos.engine.webhook;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * One attempt to tell a receiver, as the log shows it.
 *
 * @param attempt counts from 1
 * @param retried another attempt was scheduled after this one failed
 * @param scheduledAt when it was or is to be sent
 * @param responseBody the beginning of what the receiver answered
 * @param error why it failed, one line
 */
public record Delivery(
    UUID id,
    UUID webhookId,
    UUID eventId,
    String event,
    String subjectId,
    int attempt,
    State state,
    boolean retried,
    Instant scheduledAt,
    Optional<Instant> deliveredAt,
    Optional<Integer> responseStatus,
    Optional<String> responseBody,
    Optional<String> error,
    Instant createdAt) {

  /** Where an attempt is. An abandoned one that was not retried is a dead letter. */
  public enum State {
    PENDING,
    SENDING,
    SUCCEEDED,
    ABANDONED;

    static State of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }

    boolean isEnd() {
      return this == SUCCEEDED || this == ABANDONED;
    }
  }
}
