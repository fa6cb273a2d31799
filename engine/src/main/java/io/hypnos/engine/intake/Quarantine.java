package io.hypnos.engine.intake;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Place;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.intake.QuarantineStore.Original;
import io.hypnos.engine.intake.QuarantinedEntry.State;
import io.hypnos.engine.job.BatchHistory.Open;
import io.hypnos.engine.job.BatchStore;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.MalformedMessageException;
import io.hypnos.schemas.message.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What could not be processed, for the operator: look, send through the job once more, discard. */
public final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

  /** Why something is set aside that its tenant's own database could not take; it comes back. */
  public static final String AWAY = "the tenant's own database cannot be reached";

  private final QuarantineStore store;
  private final BatchStore batches;
  private final IntakeProducer producer;
  private final IntakeTopic topic;
  private final Database database;
  private final AuditLog audit;

  Quarantine(
      QuarantineStore store,
      BatchStore batches,
      IntakeProducer producer,
      IntakeTopic topic,
      Database database,
      AuditLog audit) {
    this.store = store;
    this.batches = batches;
    this.producer = producer;
    this.topic = topic;
    this.database = database;
    this.audit = audit;
  }

  /**
   * A page, newest first.
   *
   * @param after the last entry of the page before
   */
  public List<QuarantinedEntry> page(
      Optional<State> state,
      Optional<UUID> tenantId,
      Optional<UUID> batchId,
      Optional<UUID> after,
      int limit) {
    return store.page(state, tenantId, batchId, after, limit);
  }

  public QuarantinedEntry require(UUID id) {
    return store.find(id).orElseThrow(() -> notFound(id));
  }

  /** The record as it was read. It is memory text: to be shown to the operator alone. */
  public String original(Caller caller, UUID id) {
    QuarantinedEntry entry = require(id);
    Original original = store.original(id).orElseThrow(() -> notFound(id));
    record(caller, entry, "quarantine.show");
    return new String(original.value(), StandardCharsets.UTF_8);
  }

  /**
   * Sends an open entry through the job once more. When it fails again, it comes back as another
   * entry; when it cannot be sent, it stays open.
   */
  public QuarantinedEntry redrive(Caller caller, UUID id) {
    QuarantinedEntry entry = requireOpen(id);
    Original original = store.original(id).orElseThrow(() -> notFound(id));
    byte[] value = entry.whole() ? original.value() : wholeFromTopic(entry);
    requireOfTenant(entry, value);
    String requestId = entry.requestId().orElse(caller.requestId());
    return end(
        caller,
        entry,
        State.REDRIVEN,
        "quarantine.redrive",
        (place, handle) ->
            producer.sendRaw(original.key(), value, requestId, requeue(place, handle, entry)));
  }

  /** The owner of an own database can write there what it likes, also in the name of others. */
  private static void requireOfTenant(QuarantinedEntry entry, byte[] value) {
    if (entry.tenantId().isPresent() && !tenantIn(value).equals(entry.tenantId())) {
      throw new HypnosException(ErrorCode.CONFLICT, "the record is none of the entry's tenant");
    }
  }

  private static Optional<UUID> tenantIn(byte[] value) {
    try {
      return Optional.of(MessageCodec.decode(value, IngestMessage.class).tenantId());
    } catch (MalformedMessageException e) {
      LOG.debug("a quarantined record is no message", e);
      return Optional.empty();
    }
  }

  private int requeue(Place place, Handle handle, QuarantinedEntry entry) {
    return entry
        .tenantId()
        .flatMap(
            tenant ->
                isOf(place, tenant)
                    ? requeue(handle, tenant, entry)
                    : database.asSystemOf(tenant, theirs -> requeue(theirs, tenant, entry)))
        .orElse(0);
  }

  /** The operator's place also keeps what an own database could not take while it was away. */
  private boolean isOf(Place place, UUID tenant) {
    return place.tenant().isPresent()
        || database.places().stream().noneMatch(own -> own.tenant().equals(Optional.of(tenant)));
  }

  private Optional<Integer> requeue(Handle handle, UUID tenant, QuarantinedEntry entry) {
    return batches.requeue(
        handle, tenant, entry.batchId().orElseThrow(), entry.item().orElseThrow());
  }

  /** Closes an open entry for good. */
  public QuarantinedEntry discard(Caller caller, UUID id) {
    return end(
        caller, requireOpen(id), State.DISCARDED, "quarantine.discard", (place, handle) -> {});
  }

  /** What is open, and since when the first of it. */
  public Open waiting() {
    return store.open();
  }

  private byte[] wholeFromTopic(QuarantinedEntry entry) {
    return entry
        .place()
        .flatMap(topic::valueAt)
        .orElseThrow(
            () ->
                new HypnosException(
                    ErrorCode.CONFLICT,
                    "the record is too large for the quarantine and gone from its topic; take it"
                        + " in anew at its source"));
  }

  private QuarantinedEntry requireOpen(UUID id) {
    QuarantinedEntry entry = require(id);
    if (entry.state() != State.OPEN) {
      throw new HypnosException(
          ErrorCode.CONFLICT, "the entry is %s already".formatted(entry.state().text()));
    }
    return entry;
  }

  private QuarantinedEntry end(
      Caller caller,
      QuarantinedEntry entry,
      State state,
      String action,
      BiConsumer<Place, Handle> first) {
    if (!store.end(entry.id(), state, first)) {
      throw new HypnosException(ErrorCode.CONFLICT, "the entry has been ended already");
    }
    record(caller, entry, action);
    return require(entry.id());
  }

  private void record(Caller caller, QuarantinedEntry entry, String action) {
    UUID tenant = entry.tenantId().orElse(caller.tenantId());
    Caller operator = new Caller(tenant, Optional.empty(), caller.plan(), caller.requestId());
    database.inTenant(
        tenant,
        handle -> {
          audit.record(
              handle,
              operator.actor(),
              action,
              entry.id().toString(),
              Map.of("stage", entry.stage()));
          return null;
        });
  }

  private static HypnosException notFound(UUID id) {
    return new HypnosException(ErrorCode.NOT_FOUND, "no such entry: " + id);
  }
}
