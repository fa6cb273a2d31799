package io.hypnos.engine.history;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.version.Commit;
import io.hypnos.engine.version.Versions;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Whether a memory still says what the head of its branch main says. One that was changed past its
 * history must not be overwritten from it. Compared in the database, where numbers of metadata have
 * all their digits.
 */
final class Drift {
  /** The detail of a {@code CONFLICT} that says a memory and its history have come apart. */
  static final String DRIFTED = "drift";

  private static final String COMPARE =
      """
      SELECT m.row_version,
             m.content = v.content
             AND m.category IS NOT DISTINCT FROM v.category
             AND m.subcategory IS NOT DISTINCT FROM v.subcategory
             AND m.verbatim IS NOT DISTINCT FROM v.verbatim
             AND m.metadata = v.metadata AS same
      FROM memory m
      JOIN memory_version v ON v.tenant_id = m.tenant_id AND v.memory_id = m.memory_id
      WHERE m.tenant_id = :tenant AND m.memory_id = :memory AND v.version_id = :head
      """;

  private Drift() {}

  /** The row version at which memory and head were the same, else {@code CONFLICT}. */
  static long require(Handle handle, UUID tenantId, Commit head) {
    return handle
        .createQuery(COMPARE)
        .bind("tenant", tenantId)
        .bind("memory", head.memoryId())
        .bind("head", head.id())
        .map((row, context) -> row.getBoolean("same") ? row.getLong("row_version") : -1)
        .findOne()
        .filter(version -> version >= 0)
        .orElseThrow(
            () ->
                new HypnosException(
                    ErrorCode.CONFLICT,
                    "memory %s is not what the head of its branch main says"
                        .formatted(head.memoryId()),
                    Map.of("reason", DRIFTED, "memory", head.memoryId().toString()),
                    null));
  }

  static HypnosException noHead(UUID memoryId, String branch) {
    return new HypnosException(
        ErrorCode.CONFLICT,
        "branch %s of memory %s has no head".formatted(branch, memoryId),
        Map.of("reason", Versions.BRANCH_STATE, "memory", memoryId.toString(), "branch", branch),
        null);
  }
}
