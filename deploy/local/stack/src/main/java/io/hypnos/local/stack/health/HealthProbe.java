package io.hypnos.local.stack.health;

import java.time.Duration;
import java.util.Optional;

/** Asks a part whether it serves. */
@FunctionalInterface
public interface HealthProbe {
  /** Why the part does not serve; empty when it does. Never takes much longer than the limit. */
  Optional<String> problem(Duration limit);
}
