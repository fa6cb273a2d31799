package io.hypnos.engine;

import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Engines on the stack of a test, and tenants of its own for every test. */
public final class Engines {
  private Engines() {}

  public static Engine open(HypnosSettings stack) {
    HypnosSettings impatient =
        Settings.with(stack, Map.of("search.timeout", "5s", "database.connect-timeout", "5s"));
    Engine engine = Engine.open(impatient, Clock.systemUTC());
    engine.firstTenant().ensure();
    engine.index().ensure();
    return engine;
  }

  public static Caller newTenant(Engine engine) {
    Tenant tenant = engine.tenants().create("tenant-" + UUID.randomUUID(), Plan.UNLIMITED, false);
    return new Caller(tenant.id(), Optional.empty(), tenant.plan(), "test-request");
  }
}
