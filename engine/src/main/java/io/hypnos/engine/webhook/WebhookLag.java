package io.hypnos.engine.webhook;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far receivers are behind.
 *
 * @param waiting deliveries that are due and not being sent
 * @param oldest when the first of them was due
 */
public record WebhookLag(long waiting, Optional<Instant> oldest) {
  static final WebhookLag NONE = new WebhookLag(0, Optional.empty());

  WebhookLag plus(WebhookLag other) {
    return new WebhookLag(
        waiting + other.waiting,
        Stream.concat(oldest.stream(), other.oldest.stream()).min(Instant::compareTo));
  }
}
