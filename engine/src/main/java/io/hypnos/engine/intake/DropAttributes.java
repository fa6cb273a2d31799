package io.hypnos.engine.intake;

import java.util.Optional;

/** What the memories of dropped files inherit. */
public record DropAttributes(
    Optional<String> containerTag, Optional<String> category, Optional<Double> importance) {
  public static final DropAttributes NONE =
      new DropAttributes(Optional.empty(), Optional.empty(), Optional.empty());
}
