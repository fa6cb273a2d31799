package io.hypnos.api.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.Inbound;
import io.hypnos.engine.intake.ReplayRequest;
import io.hypnos.engine.intake.SpaceIntake;
import io.hypnos.engine.job.BatchHistory;
import io.hypnos.engine.job.Job;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** How far intake is, how spaces treat what comes in, and sending it through once more. */
@RestController
final class IntakeRoutes {
  private static final List<String> POLICIES =
      List.of("keep_all", "distinct", "gated", "unique", "merge");
  private static final int LONGEST_SPACE = 512;

  private final Inbound inbound;
  private final TenantLookup tenants;

  IntakeRoutes(Engine engine) {
    this.inbound = engine.inbound();
    this.tenants = new TenantLookup(engine.tenants());
  }

  /**
   * @param lag records of the topic that the job has not committed yet
   * @param pending items that are on their way
   * @param oldest when the first of them was accepted; null when there is none
   */
  record IntakeView(long lag, long pending, Instant oldest, long quarantined) {}

  record TenantIntakeView(Instant searchable, long pending) {}

  record SpaceIntakeView(String policy, boolean concepts, boolean facts, boolean triples) {
    static SpaceIntakeView of(SpaceIntake intake) {
      return new SpaceIntakeView(
          intake.policy().orElse(null), intake.concepts(), intake.facts(), intake.triples());
    }
  }

  record ReplayView(
      @JsonProperty("replay_id") UUID replayId,
      String state,
      long sent,
      Map<String, Object> request,
      List<?> batches,
      String error,
      @JsonProperty("created_at") Instant createdAt,
      @JsonProperty("finished_at") Instant finishedAt) {
    static ReplayView of(Job job) {
      return new ReplayView(
          job.id(),
          job.state().name().toLowerCase(Locale.ROOT),
          job.done(),
          job.request(),
          job.result()
              .map(result -> result.get("batches"))
              .filter(List.class::isInstance)
              .<List<?>>map(List.class::cast)
              .orElse(List.of()),
          job.error().orElse(null),
          job.createdAt(),
          job.finishedAt().orElse(null));
    }
  }

  @GetMapping("/admin/ingest")
  @Requires(Right.OPERATE)
  IntakeView intake() {
    BatchHistory.Open open = inbound.history().open();
    return new IntakeView(
        inbound.lag(),
        open.count(),
        open.since().orElse(null),
        inbound.quarantine().waiting().count());
  }

  @GetMapping("/admin/tenants/{tenantId}/ingest")
  @Requires(Right.OPERATE)
  TenantIntakeView ofTenant(@PathVariable String tenantId) {
    BatchHistory.Watermark mark = inbound.history().watermark(tenants.require(tenantId).id());
    return new TenantIntakeView(mark.searchable(), mark.waiting());
  }

  @GetMapping("/admin/tenants/{tenantId}/spaces/{space}/intake")
  @Requires(Right.OPERATE)
  SpaceIntakeView space(@PathVariable String tenantId, @PathVariable String space) {
    return SpaceIntakeView.of(inbound.spaces().of(tenants.require(tenantId).id(), space));
  }

  @PutMapping("/admin/tenants/{tenantId}/spaces/{space}/intake")
  @Requires(Right.OPERATE)
  SpaceIntakeView setSpace(
      Caller caller, @PathVariable String tenantId, @PathVariable String space, JsonFields body) {
    Tenant tenant = tenants.require(tenantId);
    SpaceIntake wanted =
        new SpaceIntake(
            body.word("policy", POLICIES),
            body.flag("concepts").orElse(false),
            body.flag("facts").orElse(false),
            body.flag("triples").orElse(false));
    body.refuseUnknown();
    body.check();
    inbound.spaces().put(of(caller, tenant), space, wanted);
    return SpaceIntakeView.of(wanted);
  }

  @PostMapping("/admin/tenants/{tenantId}/replays")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Right.OPERATE)
  ReplayView replay(Caller caller, @PathVariable String tenantId, JsonFields body) {
    Tenant tenant = tenants.require(tenantId);
    Optional<String> batch = body.text("batch", 1, 36);
    Optional<Instant> from = body.timestamp("from");
    Optional<Instant> to = body.timestamp("to");
    Optional<String> space = body.text("space", 1, LONGEST_SPACE);
    Optional<String> into = body.text("into", 1, LONGEST_SPACE);
    boolean range = from.isPresent() && to.isPresent();
    if (batch.isPresent() == range || from.isPresent() != to.isPresent()) {
      body.reject("batch", "A replay names a batch, or a from and a to", "value_error");
    }
    body.refuseUnknown();
    body.check();
    ReplayRequest wanted =
        batch.isPresent()
            ? ReplayRequest.ofBatch(TenantLookup.requireId("batch", batch.get()), into)
            : ReplayRequest.ofTime(from.orElseThrow(), to.orElseThrow(), space, into);
    return ReplayView.of(inbound.replays().request(of(caller, tenant), wanted));
  }

  @GetMapping("/admin/tenants/{tenantId}/replays/{replayId}")
  @Requires(Right.OPERATE)
  ReplayView replay(@PathVariable String tenantId, @PathVariable String replayId) {
    return inbound
        .replays()
        .find(tenants.require(tenantId).id(), TenantLookup.requireId("replay", replayId))
        .map(ReplayView::of)
        .orElseThrow(() -> TenantLookup.unknown("replay", replayId));
  }

  /** The operator at work in a tenant. */
  private static Caller of(Caller operator, Tenant tenant) {
    return new Caller(tenant.id(), Optional.empty(), tenant.plan(), operator.requestId());
  }
}
