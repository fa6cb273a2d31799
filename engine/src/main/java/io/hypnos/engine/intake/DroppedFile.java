package io.hypnos.engine.intake;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of a file on the synchronous road.
 *
 * @param memories ids of what was stored; empty when the file was refused
 * @param preview the beginning of the text
 * @param error why nothing was stored
 */
public record DroppedFile(
    String filename, List<UUID> memories, String preview, Optional<String> error) {

  public DroppedFile {
    memories = List.copyOf(memories);
  }

  static DroppedFile refused(String filename, String reason) {
    return new DroppedFile(filename, List.of(), "", Optional.of(reason));
  }
}
