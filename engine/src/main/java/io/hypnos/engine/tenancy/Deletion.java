package io.hypnos.engine.tenancy;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * How far the deletion of a tenant is; stays as its receipt.
 *
 * @param state {@code running} or {@code done}
 * @param stage what is being removed: {@code documents}, {@code objects}, {@code own_rows} of a
 *     tenant with a database of its own, {@code rows}, {@code tenant}, {@code sweep}; {@code done}
 *     at the end
 * @param problem why the last step failed that is to be tried again
 */
public record Deletion(
    UUID tenantId,
    String name,
    String state,
    String stage,
    long documents,
    long objects,
    long rows,
    Optional<String> problem,
    Instant requestedAt,
    Optional<Instant> finishedAt) {
  private static final String FINISHED = "done";

  Deletion plus(long moreDocuments, long moreObjects, long moreRows) {
    return new Deletion(
        tenantId,
        name,
        state,
        stage,
        documents + moreDocuments,
        objects + moreObjects,
        rows + moreRows,
        Optional.empty(),
        requestedAt,
        finishedAt);
  }

  Deletion at(PurgeStage next) {
    return new Deletion(
        tenantId,
        name,
        state,
        next.text(),
        documents,
        objects,
        rows,
        Optional.empty(),
        requestedAt,
        finishedAt);
  }

  Deletion finished(Instant now) {
    return new Deletion(
        tenantId,
        name,
        FINISHED,
        PurgeStage.DONE.text(),
        documents,
        objects,
        rows,
        Optional.empty(),
        requestedAt,
        Optional.of(now));
  }
}
