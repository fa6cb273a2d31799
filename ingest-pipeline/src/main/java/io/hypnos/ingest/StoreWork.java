package io.hypnos.ingest;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.intake.Intaken;
import io.hypnos.engine.memory.UnitOutcome;
import io.hypnos.ingest.BatchWork.Result;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the items of a batch, those of a tenant in one transaction and one request to the index. A
 * replay lands on the same rows, because ids follow from the source; a database that is down
 * restarts the job. When the transaction fails for another reason, the items are stored one by one,
 * and the one that it fails for goes to quarantine after bounded attempts.
 */
final class StoreWork implements BatchWork<EmbeddedMemories, Nothing> {
  private static final long serialVersionUID = 1L;

  /** What nobody asked for by a request is recorded together. */
  private static final String NO_REQUEST = "ingest";

  private static final Logger LOG = LoggerFactory.getLogger(StoreWork.class);

  private final EngineSource engines;
  private final Attempts attempts;
  private final Clock clock;
  private transient EngineLease lease;

  StoreWork(EngineSource engines, Attempts attempts, Clock clock) {
    this.engines = engines;
    this.attempts = attempts;
    this.clock = clock;
  }

  @Override
  public void open() {
    lease = engines.lease();
  }

  @Override
  public long weight(EmbeddedMemories embedded) {
    return embedded.characters();
  }

  @Override
  public List<Result<Nothing>> work(List<EmbeddedMemories> batch) throws InterruptedException {
    Map<UUID, List<EmbeddedMemories>> byTenant = new LinkedHashMap<>();
    for (EmbeddedMemories each : batch) {
      byTenant
          .computeIfAbsent(each.item().message().tenantId(), none -> new ArrayList<>())
          .add(each);
    }
    List<Result<Nothing>> results = new ArrayList<>();
    for (Map.Entry<UUID, List<EmbeddedMemories>> each : byTenant.entrySet()) {
      results.addAll(storeAll(each.getKey(), each.getValue()));
    }
    return results;
  }

  private List<Result<Nothing>> storeAll(UUID tenantId, List<EmbeddedMemories> units)
      throws InterruptedException {
    List<Result<Nothing>> results = new ArrayList<>();
    try {
      List<UnitOutcome> outcomes =
          lease.engine().store(tenantId, units.stream().map(StoreWork::intaken).toList());
      for (int i = 0; i < units.size(); i++) {
        results.add(result(units.get(i), outcomes.get(i)));
      }
      // One line for all of them: a line for each would cost more than the rest of storing it.
      LOG.info("stored {} items of tenant {} for {}", units.size(), tenantId, requests(units));
    } catch (HypnosException e) {
      if (e.code() == ErrorCode.UNAVAILABLE) {
        throw e;
      }
      results.addAll(storeEach(tenantId, units));
    } catch (RuntimeException e) {
      if (Thread.interrupted()) {
        throw cancelled(e);
      }
      // Its text may quote a memory.
      LOG.warn("{} items are stored one by one: {}", units.size(), e.getClass().getSimpleName());
      results.addAll(storeEach(tenantId, units));
    }
    return results;
  }

  private List<Result<Nothing>> storeEach(UUID tenantId, List<EmbeddedMemories> units)
      throws InterruptedException {
    List<Result<Nothing>> results = new ArrayList<>();
    for (EmbeddedMemories unit : units) {
      LogContext.during(unit, () -> results.add(storeOne(tenantId, unit)));
    }
    return results;
  }

  private Result<Nothing> storeOne(UUID tenantId, EmbeddedMemories unit)
      throws InterruptedException {
    try {
      return attempts.run(
          Stage.STORE,
          () -> {
            try {
              return result(unit, lease.engine().store(tenantId, List.of(intaken(unit))).get(0));
            } catch (HypnosException e) {
              if (e.code() == ErrorCode.NOT_FOUND) {
                LOG.info("dropped item {}: its tenant is gone", unit.item().message().item());
                return Result.ended(List.of());
              }
              throw e;
            }
          });
    } catch (GaveUpException e) {
      List<Reported> reported = new ArrayList<>();
      Reports.into(clock, reported).gaveUp(unit.item(), Stage.STORE, e);
      return Result.ended(reported);
    }
  }

  private Result<Nothing> result(EmbeddedMemories unit, UnitOutcome outcome) {
    List<Reported> reported = new ArrayList<>();
    Reports reports = Reports.into(clock, reported);
    if (outcome.failure().isEmpty()) {
      reports.stored(unit.item(), outcome.memories().size(), outcome.note());
    } else if (outcome.failure().get().code().category() == ErrorCode.Category.LIMIT) {
      reports.failed(unit.item(), outcome.failure().get().getMessage());
    } else {
      reports.quarantined(unit.item(), Stage.STORE, outcome.failure().get().getMessage(), 1);
    }
    return Result.ended(reported);
  }

  private static String requests(List<EmbeddedMemories> units) {
    return units.stream()
        .map(unit -> unit.item().origin().logId())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static Intaken intaken(EmbeddedMemories unit) {
    String request = unit.item().origin().requestId().orElse(NO_REQUEST);
    return new Intaken(unit.item().message(), request, unit.memories(), unit.triples());
  }

  private static InterruptedException cancelled(RuntimeException failure) {
    InterruptedException cancelled = new InterruptedException("cancelled while storing");
    cancelled.initCause(failure);
    return cancelled;
  }

  @Override
  public void close() {
    EngineLease.release(lease);
  }
}
