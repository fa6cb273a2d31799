package io.hypnos.connectors.connection;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.Sync;
import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.connectors.sync.SyncResult.Status;
import io.hypnos.engine.Engine;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.settings.ConnectorSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the runs of connections that are held, and writes down how they went. */
final class SyncRuns {
  private static final Logger LOG = LoggerFactory.getLogger(SyncRuns.class);
  private static final int MOST_ATTEMPTS = 3;

  /** Opens a connection for a run. */
  @FunctionalInterface
  interface Opening {
    /**
     * @param alive to be called again and again while the source is worked on
     */
    Source open(Connection connection, Map<String, String> credentials, Runnable alive);
  }

  /**
   * A run that holds its connection.
   *
   * @param manual somebody waits for it
   * @param othersWait whether it is to make room soon
   */
  record Held(UUID id, String requestId, boolean manual, BooleanSupplier othersWait) {}

  private final Engine engine;
  private final ConnectorSettings settings;
  private final Function<Connection, Map<String, String>> credentials;
  private final Opening opening;
  private final RandomGenerator random;
  private final Clock clock;

  SyncRuns(
      Engine engine,
      ConnectorSettings settings,
      Function<Connection, Map<String, String>> credentials,
      Opening opening,
      RandomGenerator random,
      Clock clock) {
    this.engine = engine;
    this.settings = settings;
    this.credentials = credentials;
    this.opening = opening;
    this.random = random;
    this.clock = clock;
  }

  SyncResult make(Connection connection, Held held) {
    Instant began = clock.instant();
    Redaction before = redaction(connection);
    SyncResult raw = failing(() -> synced(connection, held, credentials.apply(connection)));
    // A node that goes down is no fault of the provider: the next one goes on at once.
    boolean stopped = Thread.interrupted();
    // Tokens may have been renewed meanwhile.
    SyncResult result = before.of(redaction(connection).of(raw));
    SyncResult told = stopped && result.status() == Status.ERROR ? cutOff(result) : result;
    end(connection, held, told, began);
    if (stopped) {
      Thread.currentThread().interrupt();
    }
    return told;
  }

  /** Of what can be read; a run tells itself when that is nothing. */
  private Redaction redaction(Connection connection) {
    try {
      return new Redaction(credentials.apply(connection), settings.oauth());
    } catch (HypnosException e) {
      LOG.debug("the credentials of connection {} cannot be read", connection.id(), e);
      return new Redaction(Map.of(), settings.oauth());
    }
  }

  private SyncResult cutOff(SyncResult result) {
    return new SyncResult(
        Status.PARTIAL,
        result.synced(),
        result.deleted(),
        result.failed(),
        result.problems(),
        result.error(),
        Optional.of(clock.instant()));
  }

  private void end(Connection connection, Held held, SyncResult result, Instant began) {
    Instant now = clock.instant();
    Duration interval =
        CommonConfig.interval(connection.config()).orElseGet(() -> settings.interval());
    engine
        .database()
        .atHome(
            connection.tenantId(),
            handle -> {
              Optional<Connection> current = ConnectionStore.lock(handle, connection);
              if (current.isPresent()) {
                ConnectionStore.end(
                    handle,
                    connection,
                    held.id(),
                    Standings.after(
                        connection, current.get(), result, held.manual(), interval, now, random),
                    result.status() != Status.ERROR,
                    now);
                String trigger = held.manual() ? "manual" : "schedule";
                ConnectionStore.insertRun(
                    handle, connection, held.id(), trigger, result, began, now);
              }
              return null;
            });
  }

  /** Whatever goes wrong is the run's own affair and ends with it. */
  private static SyncResult failing(Supplier<SyncResult> work) {
    try {
      return work.get();
    } catch (ProviderFailure | HypnosException e) {
      return failed(e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("a sync failed", e);
      return failed("the sync failed inside");
    }
  }

  static SyncResult failed(String reason) {
    return new SyncResult(Status.ERROR, 0, 0, 0, List.of(), Optional.of(reason), Optional.empty());
  }

  private SyncResult synced(Connection connection, Held held, Map<String, String> secrets) {
    Tenant tenant =
        engine
            .tenants()
            .find(connection.tenantId())
            .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "the tenant is gone"));
    Caller caller =
        new Caller(connection.tenantId(), connection.creator(), tenant.plan(), held.requestId());
    Redaction begun = new Redaction(secrets, settings.oauth());
    RecordStore store =
        new RecordStore(
            engine.database(),
            connection,
            held.id(),
            () -> redaction(connection).and(begun),
            clock);
    Sync.Rules rules =
        new Sync.Rules(
            settings.longestRun(), settings.sweepEvery(), settings.retryEvery(), MOST_ATTEMPTS);
    try (Source source = opening.open(connection, secrets, store::renew)) {
      return new Sync(rules, clock, held.othersWait())
          .run(
              source,
              store,
              new IntakeSink(engine.intake(), engine.memories().sources(), caller, connection));
    }
  }
}
