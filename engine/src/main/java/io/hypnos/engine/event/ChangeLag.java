package io.hypnos.engine.event;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far Kafka is behind the record.
 *
 * @param waiting changes that are committed and not yet acknowledged by the broker
 * @param oldest when the first of them was made
 */
public record ChangeLag(long waiting, Optional<Instant> oldest) {
  static final ChangeLag NONE = new ChangeLag(0, Optional.empty());

  ChangeLag plus(ChangeLag other) {
    return new ChangeLag(
        waiting + other.waiting,
        Stream.concat(oldest.stream(), other.oldest.stream()).min(Instant::compareTo));
  }
}
