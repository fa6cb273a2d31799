package io.hypnos.engine.version;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One version of a memory.
 *
 * @param number counts within the branch; a branch goes on from where it left its parent
 * @param hash see {@link CommitHash}
 * @param by the key that made it, if a key did
 */
public record Commit(
    UUID id,
    String branch,
    int number,
    String hash,
    Optional<String> parentHash,
    Change change,
    Snapshot snapshot,
    Optional<UUID> by,
    Instant at) {

  public UUID memoryId() {
    return snapshot.memoryId();
  }

  Commit withHash(String other) {
    return new Commit(id, branch, number, other, parentHash, change, snapshot, by, at);
  }
}
