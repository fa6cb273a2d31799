package io.hypnos.api.rememberos;

import io.hypnos.api.web.Ids;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryReader;
import io.hypnos.engine.space.Spaces;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;

/**
 * Memories as paths name them: a collection and an id. An unknown collection is 404, a closed one
 * 403, a memory that lies elsewhere 404.
 */
final class CollectionMemories {
  private final Spaces spaces;
  private final MemoryReader reader;

  CollectionMemories(Spaces spaces, MemoryReader reader) {
    this.spaces = spaces;
    this.reader = reader;
  }

  void requireReadable(Caller caller, String collection) {
    spaces.requireReadable(caller, collection);
  }

  void requireWritable(Caller caller, String collection) {
    spaces.requireWritable(caller, collection);
  }

  /** Also one that is archived, superseded or expired. */
  Memory toRead(Caller caller, String collection, String memoryId) {
    spaces.requireReadable(caller, collection);
    return find(caller, collection, memoryId);
  }

  /** For what changes a memory and shows it: the key must be let in for both. */
  Memory toChange(Caller caller, String collection, String memoryId) {
    spaces.requireReadable(caller, collection);
    Memory memory = find(caller, collection, memoryId);
    spaces.requireWritable(caller, collection);
    return memory;
  }

  private Memory find(Caller caller, String collection, String memoryId) {
    return Ids.parse(memoryId)
        .flatMap(id -> reader.find(Viewer.of(caller), id, History.ALL))
        .filter(memory -> memory.space().equals(collection))
        .orElseThrow(CollectionMemories::unknown);
  }

  static HypnosException unknown() {
    return new HypnosException(ErrorCode.NOT_FOUND, "Memory not found");
  }
}
