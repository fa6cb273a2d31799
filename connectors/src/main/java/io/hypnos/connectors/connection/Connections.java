package io.hypnos.connectors.connection;

import io.hypnos.connectors.call.Pace;
import io.hypnos.connectors.call.Patience;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.call.Sleeper;
import io.hypnos.connectors.call.Transport;
import io.hypnos.connectors.connection.SyncRuns.Held;
import io.hypnos.connectors.sync.FileReader;
import io.hypnos.connectors.sync.Provider;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.engine.Engine;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
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
import java.util.function.BooleanSupplier;
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
  private static final Duration PATIENCE_OF_CHECK = Duration.ofSeconds(10);
  private static final Duration SLICE = Duration.ofSeconds(20);

  private final Engine engine;
  private final Database database;
  private final Providers providers;
  private final FileReader files;
  private final ConnectorSettings settings;
  private final SyncRuns runs;
  private final TokenRenewal tokens;
  private final SpaceAccess access = new SpaceAccess();
  private final Purge purge;
  private final Paces paces;
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
    this.runs = new SyncRuns(engine, settings, this::credentials, this::open, random, clock);
    this.purge = new Purge(database, engine.memories().sources());
    this.paces = new Paces(clock);
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
    CommonConfig.problem(wanted.config())
        .ifPresent(
            problem -> {
              throw invalid(problem);
            });
    database.inTenant(
        caller.tenantId(),
        handle -> {
          access.requireWrite(handle, caller.tenantId(), caller.keyId(), List.of(wanted.space()));
          return null;
        });
    check(provider, caller.tenantId(), wanted);
    UUID id = ids.get();
    Instant now = clock.instant();
    return database.atHome(
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
          return ConnectionStore.list(handle, caller.tenantId(), Optional.of(id)).get(0);
        });
  }

  private void check(Provider provider, UUID tenantId, NewConnection wanted) {
    Duration patience =
        settings.patience().compareTo(PATIENCE_OF_CHECK) < 0
            ? settings.patience()
            : PATIENCE_OF_CHECK;
    try (Source source =
        provider.open(
            setup(
                wanted,
                paces.of(provider, tenantId, Optional.empty(), wanted),
                patience,
                () -> {},
                refused -> Optional.empty()))) {
      source.check();
    } catch (ProviderFailure e) {
      boolean later = e.is(Kind.UNAVAILABLE) || e.is(Kind.RATE_LIMITED);
      throw new HypnosException(
          later ? ErrorCode.UNAVAILABLE : ErrorCode.VALIDATION,
          "the connection does not work: "
              + new Redaction(wanted.credentials(), settings.oauth()).of(e.getMessage()),
          e);
    } catch (HypnosException e) {
      throw e;
    } catch (RuntimeException e) {
      // Its message may hold what was sent, so only its kind is told.
      String kind = e.getClass().getName();
      LOG.warn("a connection to {} could not be tried: {}", provider.name(), kind);
      throw invalid("the connection does not work: what it answers cannot be read");
    }
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
    return database.atHome(
        tenantId, handle -> ConnectionStore.list(handle, tenantId, Optional.empty()));
  }

  public Connection require(UUID tenantId, UUID id) {
    return database
        .atHome(tenantId, handle -> ConnectionStore.list(handle, tenantId, Optional.of(id)))
        .stream()
        .findFirst()
        .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "Connection not found"));
  }

  /**
   * Ends a connection with its credentials; its memories go too when that is wished. A run that is
   * under way loses the connection first. When that is cut off, a node goes on with it by the
   * clock, or whoever does it again.
   */
  public void delete(Caller caller, UUID id, boolean purging) {
    Connection connection = require(caller.tenantId(), id);
    boolean ending =
        database.atHome(
            caller.tenantId(),
            handle ->
                purging
                    ? ConnectionStore.takeOver(handle, connection, ids.get())
                    : ConnectionStore.isEnding(handle, connection));
    if (ending) {
      purge.run(caller, connection);
    }
    remove(caller, id, ending);
  }

  private void remove(Caller caller, UUID id, boolean purged) {
    database.atHome(
        caller.tenantId(),
        handle -> {
          // The connection before its secret, in the order of everybody who changes both.
          if (!ConnectionStore.delete(handle, caller.tenantId(), id)) {
            return null;
          }
          engine.secrets().delete(handle, caller.tenantId(), secretName(id));
          engine
              .audit()
              .record(
                  handle,
                  caller.actor(),
                  "connection.delete",
                  id.toString(),
                  Map.of("purge", purged));
          return null;
        });
  }

  public List<Run> runs(UUID tenantId, UUID id, int limit) {
    require(tenantId, id);
    return database.atHome(tenantId, handle -> ConnectionStore.runs(handle, tenantId, id, limit));
  }

  /** Pauses a connection, or lets it go on. */
  public Connection setPaused(Caller caller, UUID id, boolean paused) {
    require(caller.tenantId(), id);
    database.atHome(
        caller.tenantId(),
        handle -> {
          if (!ConnectionStore.setStatus(
              handle, caller.tenantId(), id, paused ? "paused" : "active", clock.instant())) {
            throw new HypnosException(ErrorCode.CONFLICT, "the connection is being deleted");
          }
          engine
              .audit()
              .record(
                  handle,
                  caller.actor(),
                  paused ? "connection.pause" : "connection.resume",
                  id.toString(),
                  Map.of());
          return null;
        });
    return require(caller.tenantId(), id);
  }

  /**
   * Syncs now. {@code CONFLICT} when a run is under way.
   *
   * @param afresh reads the whole source again
   */
  public Ran sync(Caller caller, UUID id, boolean afresh) {
    Connection connection = require(caller.tenantId(), id);
    Held held = new Held(ids.get(), caller.requestId(), true, () -> false);
    Instant now = clock.instant();
    boolean mine =
        database.atHome(
            caller.tenantId(),
            handle -> ConnectionStore.begin(handle, connection, held.id(), afresh, now));
    if (!mine) {
      throw new HypnosException(ErrorCode.CONFLICT, "a sync of this connection is under way");
    }
    SyncResult result = runs.make(require(caller.tenantId(), id), held);
    return new Ran(result, require(caller.tenantId(), id));
  }

  /**
   * Holds the connection that waits longest for its time, so that no other node takes it, and gives
   * what syncs it; empty when none is due.
   *
   * @param othersWait whether more are due than can be worked on
   */
  public Optional<Runnable> claim(BooleanSupplier othersWait) {
    UUID run = ids.get();
    return ConnectionStore.claim(database, run, clock.instant())
        .map(
            due ->
                () -> {
                  Connection connection = require(due.tenantId(), due.id());
                  if (due.ending()) {
                    goOnEnding(connection, run);
                    return;
                  }
                  Held held = new Held(run, "schedule-" + run, false, othersWait);
                  runs.make(connection, held);
                });
  }

  private void goOnEnding(Connection connection, UUID run) {
    Tenant tenant = engine.tenants().find(connection.tenantId()).orElseThrow();
    Caller caller = new Caller(tenant.id(), connection.creator(), tenant.plan(), "schedule-" + run);
    purge.run(caller, connection);
    remove(caller, connection.id(), true);
  }

  private Map<String, String> credentials(Connection connection) {
    return engine
        .secrets()
        .find(connection.tenantId(), secretName(connection.id()))
        .map(secret -> JSON.readValue(secret.reveal(), TEXTS))
        .orElse(Map.of());
  }

  private Source open(Connection connection, Map<String, String> credentials, Runnable alive) {
    NewConnection as =
        new NewConnection(
            connection.provider(),
            connection.name(),
            connection.space(),
            connection.containerTag(),
            connection.config(),
            tokens.beforeRun(connection, credentials, alive));
    UnaryOperator<Optional<String>> renew =
        refused -> refused.flatMap(token -> tokens.renewed(connection, token, alive));
    Provider provider = provider(connection.provider());
    Pace pace = paces.of(provider, connection.tenantId(), Optional.of(connection.id()), as);
    return provider.open(setup(as, pace, settings.patience(), alive, renew));
  }

  /**
   * @param alive is called before each call and again and again while the run waits
   */
  private Setup setup(
      NewConnection connection,
      Pace pace,
      Duration longestWait,
      Runnable alive,
      UnaryOperator<Optional<String>> renew) {
    boolean elsewhere = connection.config().containsKey("base_url") && settings.allowBaseUrl();
    Patience patience = new Patience(clock, sleeping(alive), random, longestWait);
    Transport transport =
        request -> {
          alive.run();
          return engine.outbound().http().send(request);
        };
    return new Setup(
        JSON.valueToTree(connection.config()),
        connection.credentials(),
        new ProviderHttp.Line(transport, patience, elsewhere ? Pace.unlimited(clock) : pace, clock),
        files,
        renew,
        engine.outbound().http().guard(),
        settings.allowBaseUrl());
  }

  private Sleeper sleeping(Runnable alive) {
    return duration -> {
      Duration left = duration;
      while (left.compareTo(SLICE) > 0) {
        sleeper.sleep(SLICE);
        left = left.minus(SLICE);
        alive.run();
      }
      sleeper.sleep(left);
    };
  }
}
