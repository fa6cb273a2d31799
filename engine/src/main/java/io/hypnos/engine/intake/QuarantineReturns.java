package io.hypnos.engine.intake;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Place;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.FirstTenant;
import io.hypnos.engine.tenancy.Plan;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was set aside because the own database of its tenant was away, or its rows were being moved,
 * goes through the job once more as soon as they can be reached. What has waited for too long is
 * left to the operator.
 */
public final class QuarantineReturns {
  private static final Logger LOG = LoggerFactory.getLogger(QuarantineReturns.class);
  private static final Duration LONGEST_WAIT = Duration.ofDays(7);
  private static final int PAGE = 100;
  private static final String REQUEST = "own-database-returned";

  private final Database database;
  private final QuarantineStore store;
  private final Quarantine quarantine;
  private final Clock clock;

  QuarantineReturns(Database database, QuarantineStore store, Quarantine quarantine, Clock clock) {
    this.database = database;
    this.store = store;
    this.quarantine = quarantine;
    this.clock = clock;
  }

  /** Sends what can come back; never more at once, so that what fails again does not go round. */
  public boolean runOnce() {
    database.visit("quarantine", this::sendBack);
    return false;
  }

  private void sendBack(Place place) {
    // An own place is asked first: whether it answers is the question.
    List<UUID> waiting = new ArrayList<>(place.asSystem(handle -> waiting(handle, place.tenant())));
    if (!place.isOperators()) {
      waiting.addAll(database.asSystem(handle -> waiting(handle, place.tenant())));
    }
    Caller nobody =
        new Caller(
            place.tenant().orElse(FirstTenant.ID), Optional.empty(), Plan.UNLIMITED, REQUEST);
    for (UUID id : waiting) {
      // Whoever owns the place may name entries of others.
      if (place.isOperators() || tenantOf(id).equals(place.tenant())) {
        sendBack(nobody, id);
      }
    }
  }

  private Optional<UUID> tenantOf(UUID id) {
    return store.find(id).flatMap(QuarantinedEntry::tenantId);
  }

  private void sendBack(Caller caller, UUID id) {
    try {
      quarantine.redrive(caller, id);
      LOG.info("entry {} of the quarantine goes through the job once more", id);
    } catch (HypnosException e) {
      LOG.warn("entry {} of the quarantine stays there: {}", id, e.getMessage());
    }
  }

  private List<UUID> waiting(Handle handle, Optional<UUID> tenantId) {
    return store.openBecause(
        handle, tenantId, Quarantine.AWAY, clock.instant().minus(LONGEST_WAIT), PAGE);
  }
}
