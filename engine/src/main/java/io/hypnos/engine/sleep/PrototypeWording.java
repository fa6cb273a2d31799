package io.hypnos.engine.sleep;

import io.hypnos.engine.consolidation.Prototype;
import java.util.Optional;
import java.util.UUID;

/** Another wording of a prototype's text, by a language model if there is one. */
@FunctionalInterface
public interface PrototypeWording {
  /** Leaves the text as the members have it. */
  PrototypeWording EXTRACTIVE = (tenantId, prototype) -> Optional.empty();

  /** Empty: the extractive text stands. */
  Optional<String> of(UUID tenantId, Prototype prototype);
}
