package io.hypnos.engine.memory;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What one unit of intake became, to be stored as a whole or not at all. The ids of its memories
 * follow from its source, so storing it again changes nothing.
 *
 * @param record the record of a source that it is a version of: its memories take the place of
 *     those of the version before. Without one the memories stand for themselves, as those of an
 *     event do
 * @param createdBy the key that handed it in
 * @param requestId the request that handed it in
 */
public record SourceUnit(
    Optional<SourceRecord> record,
    WritePolicy policy,
    Optional<UUID> createdBy,
    String requestId,
    List<EmbeddedMemory> memories) {

  public SourceUnit {
    memories = List.copyOf(memories);
  }

  /** The same with other memories. */
  public SourceUnit with(List<EmbeddedMemory> others) {
    return new SourceUnit(record, policy, createdBy, requestId, others);
  }

  /**
   * A version of a record, named as its source names it.
   *
   * @param revision as the source counts its versions; without one the last to come is the newest
   * @param digest what tells this version from others, if anything does
   * @param deleted whether the source has deleted it
   */
  public record SourceRecord(
      String space,
      String source,
      String externalId,
      Optional<Long> revision,
      Optional<String> digest,
      boolean deleted) {

    /** The same for every version of the record. */
    UUID id(UUID tenantId) {
      return MemoryIds.ofRecord(tenantId, space, source, externalId);
    }
  }
}
