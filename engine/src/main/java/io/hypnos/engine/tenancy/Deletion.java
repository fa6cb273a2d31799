package io.hypnos.engine.tenancy;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * How far the deletion of a tenant is; stays as its receipt.
 *
 * @param state {@code running} or {@code done}
 * @param stage what is being removed: {@code documents}, {@code objects}, {@code rows}, {@code
 *     tenant}, {@code sweep}; {@code done} at the end
 */
public record Deletion(
    UUID tenantId,
    String name,
    String state,
    String stage,
    long documents,
    long objects,
    long rows,
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
        requestedAt,
        finishedAt);
  }

  Deletion at(PurgeStage next) {
    return new Deletion(
        tenantId, name, state, next.text(), documents, objects, rows, requestedAt, finishedAt);
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
        requestedAt,
        Optional.of(now));
  }
}
