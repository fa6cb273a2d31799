package io.hypnos.engine.memory;

import java.util.Optional;

/**
 * Whose memory it is among the persons of a tenant. Without an owner it belongs to its space.
 *
 * @param mode three decimal digits read as octal; the read bits of group and world count
 * @param federationSource the peer it came from; such a memory is readable within its space
 */
public record Ownership(
    Optional<String> owner,
    Optional<String> group,
    Optional<Integer> mode,
    Optional<String> federationSource) {
  private static final int READ = 4;

  public static final Ownership OF_THE_SPACE =
      new Ownership(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public boolean isWorldReadable() {
    return mode.map(digits -> digits % 10 >= READ).orElse(false);
  }

  public boolean isGroupReadable() {
    return mode.map(digits -> digits / 10 % 10 >= READ).orElse(false);
  }
}
