package io.hypnos.engine.brought;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.OwnDatabase;
import io.hypnos.engine.database.OwnDatabases;
import io.hypnos.engine.outgoing.HostResolver;
import io.hypnos.engine.outgoing.UrlGuard;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.OutgoingSettings;
import io.hypnos.settings.OwnDatabaseSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jdbi.v3.core.Handle;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Tenants without rows that have a database of their own from now on, on the server of the stack;
 * it can go away and come back.
 */
public final class OwnPlaces implements OwnDatabases, AutoCloseable {
  private static final String SCHEMA = "hypnos";

  private static final OwnDatabaseSettings SETTINGS =
      new OwnDatabaseSettings(
          true,
          4,
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          100_000,
          Duration.ofMinutes(1));

  private final HypnosSettings stack;
  private final Database database;
  private final OwnServer server;
  private final Map<UUID, String> names = new ConcurrentHashMap<>();
  private final Map<UUID, OwnDatabase> own = new ConcurrentHashMap<>();
  private final ScheduledExecutorService lookout = Executors.newSingleThreadScheduledExecutor();

  public OwnPlaces(LocalStack stack, Database database) {
    this.stack = stack.settings();
    this.database = database;
    this.server = new OwnServer(stack);
    database.keepElsewhere(this);
  }

  /** From now on the rows of the tenant lie elsewhere. */
  public void give(Tenant tenant) {
    String name = server.newDatabase();
    OutgoingSettings outgoing =
        new OutgoingSettings(true, Duration.ofSeconds(5), Duration.ofSeconds(5));
    try (UrlGuard guard = new UrlGuard(outgoing, HostResolver.SYSTEM)) {
      new BroughtDatabases(guard, Clock.systemUTC()).prepare(tenant, server.dsn(name));
    }
    names.put(tenant.id(), name);
    own.put(
        tenant.id(),
        new OwnDatabase(tenant.id(), source(name), SETTINGS, () -> {}, lookout, Clock.systemUTC()));
    database.asSystem(
        handle ->
            handle
                .createUpdate("INSERT INTO tenant_departed (tenant_id) VALUES (:tenant)")
                .bind("tenant", tenant.id())
                .execute());
  }

  private PGSimpleDataSource source(String name) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {stack.database().host()});
    source.setPortNumbers(new int[] {stack.database().port()});
    source.setDatabaseName(name);
    source.setUser(name);
    source.setPassword(OwnServer.PASSWORD);
    source.setCurrentSchema(SCHEMA);
    return source;
  }

  /** Lets nobody into the database of the tenant, and throws out who is in. */
  public void goAway(UUID tenantId) {
    server
        .as("postgres")
        .useHandle(
            handle -> {
              handle.execute(
                  "ALTER DATABASE \"%s\" ALLOW_CONNECTIONS false".formatted(names.get(tenantId)));
              handle
                  .createQuery(
                      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                          + " WHERE datname = :name")
                  .bind("name", names.get(tenantId))
                  .mapTo(Boolean.class)
                  .list();
            });
  }

  public void comeBack(UUID tenantId) {
    server
        .as("postgres")
        .useHandle(
            handle ->
                handle.execute(
                    "ALTER DATABASE \"%s\" ALLOW_CONNECTIONS true".formatted(names.get(tenantId))));
    await().atMost(30, SECONDS).until(() -> !database.isAway(tenantId));
  }

  /** How many rows each table of the tenant's database holds, without the empty ones. */
  public Map<String, Long> rows(UUID tenantId) {
    List<String> tables = server.tables(names.get(tenantId), SCHEMA);
    Map<String, Long> rows = new TreeMap<>();
    server
        .as(names.get(tenantId))
        .useHandle(
            handle ->
                tables.forEach(
                    table -> {
                      long count = count(handle, table);
                      if (count > 0) {
                        rows.put(table, count);
                      }
                    }));
    return rows;
  }

  private static long count(Handle handle, String table) {
    return handle
        .createQuery("SELECT count(*) FROM %s.\"%s\"".formatted(SCHEMA, table))
        .mapTo(Long.class)
        .one();
  }

  @Override
  public Optional<OwnDatabase> of(UUID tenantId) {
    return Optional.ofNullable(own.get(tenantId));
  }

  @Override
  public List<OwnDatabase> all() {
    return List.copyOf(own.values());
  }

  @Override
  public void lookAgain() {}

  /** Drops all of them; whose they were has no rows any more. */
  @Override
  public void close() {
    lookout.shutdownNow();
    own.values().forEach(OwnDatabase::close);
    own.clear();
    names.values().forEach(server::drop);
  }
}
