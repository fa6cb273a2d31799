package io.hypnos.engine.memory;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Names in the provenance of a memory that the engine itself follows. */
public final class Provenance {
  /** The document that it is a piece of, or the container that its document was found in. */
  public static final String PART_OF = "part_of";

  /** The object that holds its bytes. */
  public static final String BLOB = "blob";

  private Provenance() {}

  static Optional<UUID> partOf(Map<String, Object> provenance) {
    return Optional.ofNullable(provenance.get(PART_OF))
        .map(String::valueOf)
        .filter(text -> text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
        .map(UUID::fromString);
  }
}
