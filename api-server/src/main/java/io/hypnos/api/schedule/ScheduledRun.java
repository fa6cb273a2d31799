package io.hypnos.api.schedule;

import io.hypnos.engine.Engine;
import io.hypnos.engine.sleep.ConsolidationRuns;
import io.hypnos.engine.sleep.Phase;
import io.hypnos.engine.sleep.SleepRequest;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Tenant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A run that the clock asks for. */
final class ScheduledRun {
  static final String TRIGGER = "schedule";

  private ScheduledRun() {}

  /** False when the tenant is gone. */
  static boolean ask(Engine engine, UUID tenantId, String space) {
    Optional<Tenant> tenant = engine.tenants().find(tenantId);
    if (tenant.isEmpty() || !tenant.get().state().equals("active")) {
      return false;
    }
    ConsolidationRuns runs = engine.sleep();
    Set<Phase> phases = runs.usualPhases();
    Caller caller =
        new Caller(
            tenantId, Optional.empty(), tenant.get().plan(), "schedule-" + UUID.randomUUID());
    runs.request(caller, new SleepRequest(space, phases, runs.usual(), false, TRIGGER));
    return true;
  }
}
