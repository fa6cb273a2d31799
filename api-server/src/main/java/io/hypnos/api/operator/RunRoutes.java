package io.hypnos.api.operator;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.PageQuery;
import io.hypnos.engine.Engine;
import io.hypnos.engine.sleep.ConsolidationRuns;
import io.hypnos.engine.sleep.Run;
import io.hypnos.engine.sleep.RunQuery;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Tenant;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Runs of sleep: asked for, watched, called off, undone. */
@RestController
final class RunRoutes {
  private final ConsolidationRuns runs;
  private final TenantLookup tenants;
  private final Clock clock;

  RunRoutes(Engine engine, Clock clock) {
    this.runs = engine.sleep();
    this.tenants = new TenantLookup(engine.tenants());
    this.clock = clock;
  }

  record RunList(List<RunView> runs) {}

  record ClusterList(List<RunClusterView> clusters) {}

  /** 200 with the outcome if it is there soon, else 202 with the run to look for. */
  @PostMapping("/admin/tenants/{tenantId}/runs")
  @Requires(Right.OPERATE)
  ResponseEntity<RunView> request(Caller caller, @PathVariable String tenantId, JsonFields body) {
    NewRun wanted = NewRun.from(body, runs.usual(), runs.usualPatience());
    Tenant tenant = tenants.require(tenantId);
    Run run = runs.run(actingFor(tenant, caller), wanted.request(), wanted.patience());
    return ResponseEntity.status(run.hasEnded() ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .body(view(run));
  }

  @GetMapping("/admin/tenants/{tenantId}/runs")
  @Requires(Right.OPERATE)
  RunList list(
      @PathVariable String tenantId, @RequestParam(required = false) String space, PageQuery page) {
    Tenant tenant = tenants.require(tenantId);
    RunQuery newest = RunQuery.newest(page.limit());
    RunQuery wanted = Optional.ofNullable(space).map(newest::in).orElse(newest);
    return new RunList(runs.list(tenant.id(), wanted).stream().map(this::view).toList());
  }

  @GetMapping("/admin/tenants/{tenantId}/runs/{runId}")
  @Requires(Right.OPERATE)
  RunView find(@PathVariable String tenantId, @PathVariable String runId) {
    Tenant tenant = tenants.require(tenantId);
    return view(runs.require(tenant.id(), id(runId)));
  }

  @GetMapping("/admin/tenants/{tenantId}/runs/{runId}/clusters")
  @Requires(Right.OPERATE)
  ClusterList clusters(@PathVariable String tenantId, @PathVariable String runId) {
    Tenant tenant = tenants.require(tenantId);
    return new ClusterList(
        runs.clusters(tenant.id(), id(runId)).stream().map(RunClusterView::of).toList());
  }

  /** Calls the run off; one that has ended stays as it is. */
  @DeleteMapping("/admin/tenants/{tenantId}/runs/{runId}")
  @Requires(Right.OPERATE)
  RunView cancel(@PathVariable String tenantId, @PathVariable String runId) {
    Tenant tenant = tenants.require(tenantId);
    UUID run = id(runId);
    runs.cancel(tenant.id(), run);
    return view(runs.require(tenant.id(), run));
  }

  @PostMapping("/admin/tenants/{tenantId}/runs/{runId}/rollback")
  @Requires(Right.OPERATE)
  RunView rollBack(Caller caller, @PathVariable String tenantId, @PathVariable String runId) {
    Tenant tenant = tenants.require(tenantId);
    return view(runs.rollBack(actingFor(tenant, caller), id(runId)));
  }

  private RunView view(Run run) {
    return RunView.of(run, clock.instant());
  }

  /** The operator acts for the tenant as a whole, whatever its spaces grant to whom. */
  private static Caller actingFor(Tenant tenant, Caller operator) {
    return new Caller(tenant.id(), Optional.empty(), tenant.plan(), operator.requestId());
  }

  private static UUID id(String text) {
    return TenantLookup.requireId("run", text);
  }
}
