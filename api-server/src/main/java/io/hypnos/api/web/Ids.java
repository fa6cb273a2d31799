package io.hypnos.api.web;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids in requests. A text that cannot be an id names nothing. */
public final class Ids {
  private static final Pattern CANONICAL =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Ids() {}

  public static Optional<UUID> parse(String text) {
    return CANONICAL.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }
}
