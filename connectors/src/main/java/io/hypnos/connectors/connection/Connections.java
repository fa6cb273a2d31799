package io.hypnos.connectors.connection;

import io.hypnos.connectors.call.Pace;
import io.hypnos.connectors.call.Patience;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.call.Sleeper;
import io.hypnos.connectors.connection.ConnectionStore.Key;
import io.hypnos.connectors.sync.FileReader;
import io.hypnos.connectors.sync.Provider;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.Sync;
import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.connectors.sync.SyncResult.Status;
import io.hypnos.engine.Engine;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.MemoryIds;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.settings.ConnectorSettings;
import io.hypnos.settings.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The connections of tenants. */
public final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
  private static final int MOST_ATTEMPTS = 3;
  private static final int BURST = 10;
  private static final int MOST_PACES = 10_000;

  private final Engine engine;
  private final Database database;
  private final Providers providers;
  private final FileReader files;
  private final ConnectorSettings settings;
  private final TokenRenewal tokens;
  private final Archive archive;
  private final SpaceAccess access = new SpaceAccess();
  private final Map<String, Pace> paces = new ConcurrentHashMap<>();
  private final Sleeper sleeper;
  private final RandomGenerator random;
  private final Supplier<UUID> ids;
  private final Clock clock;

  public Connections(
      Engine engine,
      Providers providers,
      ConnectorSettings settings,
      TokenRenewal tokens,
      Sleeper sleeper,
      RandomGenerator random,
      Supplier<UUID> ids,
      Clock clock) {
    this.engine = engine;
    this.database = engine.database();
    this.providers = providers;
    this.files = new ExtractedText(engine.documentReader());
    this.settings = settings;
    this.tokens = tokens;
    this.archive = new Archive(database, engine.memories().editor());
    this.sleeper = sleeper;
    this.random = random;
    this.ids = ids;
    this.clock = clock;
  }

  /** What a manual run has done, and how the connection stands. */
  public record Ran(SyncResult result, Connection connection) {}

  /** Keeps a connection when its credentials are good; else nothing is kept. */
  public Connection create(Caller caller, NewConnection wanted) {
    Provider provider = provider(wanted.provider());
    boolean elsewhere = wanted.config().containsKey("base_url");
    if (elsewhere && !settings.allowBaseUrl() && !wanted.provider().equals("confluence")) {
      throw invalid("config.base_url is not allowed on this server");
    }
    database.inTenant(
        caller.tenantId(),
        handle -> {
          access.requireWrite(handle, caller.tenantId(), caller.keyId(), List.of(wanted.space()));
          return null;
        });
    try (Source source = provider.open(setup(wanted, refused -> Optional.empty()))) {
      source.check();
    } catch (ProviderFailure e) {
      throw new HypnosException(
          ErrorCode.VALIDATION, "the connection does not work: " + e.getMessage(), e);
    }
    UUID id = ids.get();
    Instant now = clock.instant();
    return database.inTenant(
        caller.tenantId(),
        handle -> {
          ConnectionStore.insert(handle, caller.tenantId(), id, wanted, caller.keyId(), now);
          engine
              .secrets()
              .put(
                  handle,
                  caller.tenantId(),
                  secretName(id),
                  Secret.of(JSON.writeValueAsString(wanted.credentials())));
          engine
              .audit()
              .record(
                  handle,
                  caller.actor(),
                  "connection.create",
                  id.toString(),
                  Map.of("provider", wanted.provider()));
          return ConnectionStore.list(handle, caller.tenantId(), Optional.of(id), now).get(0);
        });
  }

  private static HypnosException invalid(String message) {
    return new HypnosException(ErrorCode.VALIDATION, message);
  }

  private Provider provider(String name) {
    return providers.find(name).orElseThrow(() -> invalid("unsupported provider"));
  }

  /** Where the credentials of a connection are kept. */
  public static String secretName(UUID id) {
    return "connection/" + id;
  }

  public List<Connection> list(UUID tenantId) {
    return database.inTenant(
        tenantId,
        handle -> ConnectionStore.list(handle, tenantId, Optional.empty(), clock.instant()));
  }

  public Connection require(UUID tenantId, UUID id) {
    return database
        .inTenant(
            tenantId,
            handle -> ConnectionStore.list(handle, tenantId, Optional.of(id), clock.instant()))
        .stream()
        .findFirst()
        .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "Connection not found"));
  }

  /** Ends a connection with its credentials; its memories go too when that is wished. */
  public void delete(Caller caller, UUID id, boolean purge) {
    Connection connection = require(caller.tenantId(), id);
    if (purge) {
      new Purge(database, engine.memories().remover()).run(caller, connection);
    }
    database.inTenant(
        caller.tenantId(),
        handle -> {
          engine.secrets().delete(handle, caller.tenantId(), secretName(id));
          ConnectionStore.delete(handle, caller.tenantId(), id);
          engine
              .audit()
              .record(
                  handle,
                  caller.actor(),
                  "connection.delete",
                  id.toString(),
                  Map.of("purge", purge));
          return null;
        });
  }

  public List<Run> runs(UUID tenantId, UUID id, int limit) {
    require(tenantId, id);
    return database.inTenant(tenantId, handle -> ConnectionStore.runs(handle, tenantId, id, limit));
  }

  /** Pauses a connection, or lets it go on. */
  public Connection setPaused(Caller caller, UUID id, boolean paused) {
    require(caller.tenantId(), id);
    database.inTenant(
        caller.tenantId(),
        handle ->
            ConnectionStore.setStatus(
                handle, caller.tenantId(), id, paused ? "paused" : "active", clock.instant()));
    return require(caller.tenantId(), id);
  }

  /**
   * Syncs now. {@code CONFLICT} when a run is under way.
   *
   * @param afresh reads the whole source again
   */
  public Ran sync(Caller caller, UUID id, boolean afresh) {
    return run(require(caller.tenantId(), id), caller.requestId(), true, afresh);
  }

  /** Syncs the connections whose time has come, as many as are asked for; one at a time each. */
  public List<Runnable> due(int most) {
    return ConnectionStore.due(database, clock.instant(), most).stream()
        .<Runnable>map(key -> () -> runDue(key))
        .toList();
  }

  private void runDue(Key key) {
    try {
      Optional<Tenant> tenant = engine.tenants().find(key.tenantId());
      if (tenant.isPresent() && tenant.get().state().equals("active")) {
        run(require(key.tenantId(), key.id()), "schedule-" + ids.get(), false, false);
      }
    } catch (HypnosException e) {
      LOG.info("connection {} is not synced now: {}", key.id(), e.getMessage());
    }
  }

  private Ran run(Connection connection, String requestId, boolean manual, boolean afresh) {
    UUID run = ids.get();
    Instant began = clock.instant();
    boolean mine =
        database.inTenant(
            connection.tenantId(),
            handle ->
                ConnectionStore.begin(
                    handle, connection, run, afresh, began, began.plus(RecordStore.LEASE)));
    if (!mine) {
      throw new HypnosException(ErrorCode.CONFLICT, "a sync of this connection is under way");
    }
    SyncResult result = failing(() -> synced(connection, run, requestId));
    Instant now = clock.instant();
    database.inTenant(
        connection.tenantId(),
        handle -> {
          ConnectionStore.end(
              handle,
              connection,
              run,
              Standings.after(connection, result, manual, interval(connection), now, random),
              result.status() != Status.ERROR,
              now);
          String trigger = manual ? "manual" : "schedule";
          ConnectionStore.insertRun(handle, connection, run, trigger, result, began, now);
          return null;
        });
    return new Ran(result, require(connection.tenantId(), connection.id()));
  }

  /** Whatever goes wrong is the run's own affair and ends with it. */
  private SyncResult failing(Supplier<SyncResult> work) {
    try {
      return work.get();
    } catch (ProviderFailure | HypnosException e) {
      return failed(e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("a sync failed", e);
      return failed("the sync failed inside");
    }
  }

  private static SyncResult failed(String reason) {
    return new SyncResult(Status.ERROR, 0, 0, 0, List.of(), Optional.of(reason), Optional.empty());
  }

  private SyncResult synced(Connection connection, UUID run, String requestId) {
    Tenant tenant =
        engine
            .tenants()
            .find(connection.tenantId())
            .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "the tenant is gone"));
    Caller caller =
        new Caller(connection.tenantId(), connection.creator(), tenant.plan(), requestId);
    Secret secret =
        engine
            .secrets()
            .find(connection.tenantId(), secretName(connection.id()))
            .orElseThrow(() -> invalid("the credentials are gone"));
    NewConnection as =
        new NewConnection(
            connection.provider(),
            connection.name(),
            connection.space(),
            connection.containerTag(),
            connection.config(),
            tokens.beforeRun(connection, JSON.readValue(secret.reveal(), TEXTS)));
    UnaryOperator<Optional<String>> renew =
        refused -> refused.flatMap(token -> tokens.renewed(connection, token));
    Sync.Rules rules = new Sync.Rules(settings.longestRun(), settings.sweepEvery(), MOST_ATTEMPTS);
    try (Source source = provider(connection.provider()).open(setup(as, renew))) {
      return new Sync(rules, clock)
          .run(
              source,
              new RecordStore(database, connection, run, clock),
              new IntakeSink(engine.intake(), archive, caller, connection));
    }
  }

  private Setup setup(NewConnection connection, UnaryOperator<Optional<String>> renew) {
    Provider provider = provider(connection.provider());
    Patience patience = new Patience(clock, sleeper, random, settings.patience());
    return new Setup(
        JSON.valueToTree(connection.config()),
        connection.credentials(),
        new ProviderHttp.Line(
            engine.outbound().http()::send, patience, pace(provider, connection), clock),
        files,
        renew,
        engine.outbound().http().guard(),
        settings.allowBaseUrl());
  }

  /** One pace for all connections with one credential. */
  private Pace pace(Provider provider, NewConnection connection) {
    if (connection.config().containsKey("base_url") && settings.allowBaseUrl()) {
      return Pace.unlimited(clock);
    }
    if (paces.size() > MOST_PACES) {
      paces.clear();
    }
    String key =
        provider.name() + MemoryIds.within(new UUID(0, 0), connection.credentials().toString(), 0);
    return paces.computeIfAbsent(key, none -> Pace.of(clock, provider.callsPerMinute(), BURST));
  }

  private Duration interval(Connection connection) {
    Object minutes = connection.config().get("sync_interval_minutes");
    return minutes instanceof Number number && number.longValue() >= 1
        ? Duration.ofMinutes(Math.min(number.longValue(), 60 * 24 * 30))
        : settings.interval();
  }
}
