package io.hypnos.engine.memory;

import io.hypnos.engine.tenancy.Caller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Finds what a space already holds that is most like a new text. */
public interface NearestMemories {
  /** A text to compare, by its vectors. */
  record Probe(String space, Vectors vectors) {}

  /** A live memory; similarity in [0,1]. */
  record Nearest(UUID id, double similarity, String content) {}

  /**
   * Asks the index. One that is down makes it see less, never fail: a write does not depend on the
   * index.
   */
  Proposals propose(Caller caller, List<Probe> probes);

  /** What the index proposed; the record decides. */
  interface Proposals {
    /** For each probe its nearest memory, if the space has any, as the transaction sees it. */
    List<Optional<Nearest>> decide(Handle handle);
  }
}
