package io.hypnos.api.operator;

import io.hypnos.api.schedule.Schedule;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.tenancy.Tenant;
import java.util.Optional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** When a space sleeps, if not at the usual time. */
@RestController
final class ScheduleRoutes {
  private static final int LONGEST_SPACE = 512;
  private static final int LONGEST_CRON = 120;

  private final Schedule schedule;
  private final TenantLookup tenants;

  ScheduleRoutes(Engine engine, Schedule schedule) {
    this.schedule = schedule;
    this.tenants = new TenantLookup(engine.tenants());
  }

  /**
   * When a space sleeps.
   *
   * @param mode {@code usual}, {@code own} or {@code never}
   */
  record ScheduleView(String space, String mode, String cron) {}

  @GetMapping("/admin/tenants/{tenantId}/sleep-schedule")
  @Requires(Right.OPERATE)
  ScheduleView find(@PathVariable String tenantId, @RequestParam String space) {
    Tenant tenant = tenants.require(tenantId);
    return view(tenant, space);
  }

  @PutMapping("/admin/tenants/{tenantId}/sleep-schedule")
  @Requires(Right.OPERATE)
  ScheduleView set(@PathVariable String tenantId, JsonFields body) {
    String space = body.requiredText("space", 1, LONGEST_SPACE);
    Optional<String> cron = body.text("cron", 1, LONGEST_CRON);
    body.refuseUnknown();
    body.check();
    Tenant tenant = tenants.require(tenantId);
    schedule.set(tenant.id(), space, cron);
    return view(tenant, space);
  }

  @DeleteMapping("/admin/tenants/{tenantId}/sleep-schedule")
  @Requires(Right.OPERATE)
  ScheduleView clear(@PathVariable String tenantId, @RequestParam String space) {
    Tenant tenant = tenants.require(tenantId);
    schedule.clear(tenant.id(), space);
    return view(tenant, space);
  }

  private ScheduleView view(Tenant tenant, String space) {
    Optional<Optional<String>> own = schedule.find(tenant.id(), space);
    if (own.isEmpty()) {
      return new ScheduleView(space, "usual", null);
    }
    return own.get()
        .map(cron -> new ScheduleView(space, "own", cron))
        .orElseGet(() -> new ScheduleView(space, "never", null));
  }
}
