package io.hypnos.connectors.figures;

import io.hypnos.connectors.call.Sleeper;
import io.hypnos.connectors.connection.Connection;
import io.hypnos.connectors.connection.Connections;
import io.hypnos.connectors.connection.NewConnection;
import io.hypnos.connectors.connection.Providers;
import io.hypnos.connectors.connection.TokenRenewal;
import io.hypnos.connectors.kit.Crowd;
import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.connectors.sync.SyncResult.Status;
import io.hypnos.engine.Engine;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** The connections of one tenant as the product makes them, on the stack. */
final class Product implements AutoCloseable {
  private final Engine engine;
  private final Connections connections;
  private final Caller caller;

  private static final class Unchanging implements TokenRenewal {
    @Override
    public Map<String, String> beforeRun(Connection connection, Map<String, String> credentials) {
      return credentials;
    }

    @Override
    public Optional<String> renewed(Connection connection, String refused) {
      return Optional.empty();
    }
  }

  Product(LocalStack stack) {
    HypnosSettings settings =
        Settings.with(
            stack.settings(),
            Map.of(
                "connectors.allow-base-url", "true",
                "connectors.longest-run", "1d",
                "outgoing.allow-private", "true",
                "search.timeout", "5s",
                "database.connect-timeout", "5s"));
    engine = Engine.open(settings, Clock.systemUTC());
    engine.firstTenant().ensure();
    engine.index().ensure();
    connections =
        new Connections(
            engine,
            Providers.all(),
            settings.connectors(),
            new Unchanging(),
            Sleeper.THREAD,
            new Random(11),
            UUID::randomUUID,
            Clock.systemUTC());
    Tenant tenant = engine.tenants().create("figures-" + UUID.randomUUID(), Plan.UNLIMITED, false);
    caller = new Caller(tenant.id(), Optional.of(UUID.randomUUID()), tenant.plan(), "figures");
  }

  UUID connect(String provider, Crowd crowd) {
    NewConnection wanted =
        new NewConnection(
            provider, provider, "figures", Optional.empty(), crowd.config(), crowd.credentials());
    return connections.create(caller, wanted).id();
  }

  /** Syncs; fails unless all went well and so many records came in. */
  void sync(UUID connection, int records) {
    SyncResult result = connections.sync(caller, connection, false).result();
    if (result.status() != Status.SUCCESS || result.synced() != records) {
      throw new IllegalStateException("not %d records: %s".formatted(records, result));
    }
  }

  /** How many records have come in so far, also during a run. */
  long synced(UUID connection) {
    return connections.require(caller.tenantId(), connection).syncedTotal();
  }

  @Override
  public void close() {
    engine.close();
  }
}
