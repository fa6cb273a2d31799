package io.hypnos.engine.search;

import java.util.List;
import java.util.UUID;

/**
 * What was said before a memory in its stream, nearest first.
 *
 * @param ids of the memories, in the same order
 */
public record Precedent(List<UUID> ids, List<Utterance> utterances) {
  public static final Precedent NONE = new Precedent(List.of(), List.of());

  public Precedent {
    ids = List.copyOf(ids);
    utterances = List.copyOf(utterances);
  }
}
