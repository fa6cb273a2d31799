package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.account.Accounts;
import io.hypnos.engine.hygiene.Hygiene;
import io.hypnos.engine.hygiene.TenantStats;
import io.hypnos.engine.llm.SpendLedger;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.PlanLimits;
import io.hypnos.engine.tenancy.Principal;
import io.hypnos.engine.tenancy.TenantPurge;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.LimitSettings;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who the caller is, what it keeps and may spend; and the end of an account. */
@RestController
final class AccountRoutes {
  private static final double MICROS = 1_000_000;
  private static final double MOST_USD = 1_000_000_000;
  private static final int LONGEST_NAME = 512;

  private final Accounts accounts;
  private final Hygiene hygiene;
  private final SpendLedger spend;
  private final TenantPurge purge;
  private final LimitSettings limits;
  private final AuditNotes audit;

  AccountRoutes(Engine engine, AuditNotes audit, HypnosSettings settings) {
    this.accounts = engine.accounts();
    this.hygiene = engine.hygiene();
    this.spend = engine.spend();
    this.purge = engine.tenantPurge();
    this.limits = settings.limits();
    this.audit = audit;
  }

  record Me(
      UUID id,
      String name,
      String email,
      String tier,
      Limits limits,
      @JsonProperty("is_admin") boolean isAdmin) {}

  /**
   * @param memories null when there is no limit
   */
  record Limits(
      @JsonProperty("requests_per_minute") long requestsPerMinute,
      @JsonProperty("queries_per_day") long queriesPerDay,
      Long memories) {
    static Limits of(PlanLimits limits) {
      return new Limits(
          limits.perMinute(),
          limits.perDay(),
          limits.memories() == Long.MAX_VALUE ? null : limits.memories());
    }
  }

  record Stats(
      long collections,
      long memories,
      @JsonProperty("storage_bytes") long storageBytes,
      @JsonProperty("added_7d") long addedInWeek,
      @JsonProperty("added_30d") long addedInMonth) {
    static Stats of(TenantStats stats) {
      return new Stats(
          stats.spaces(),
          stats.memories(),
          stats.storageBytes(),
          stats.addedInWeek(),
          stats.addedInMonth());
    }
  }

  /**
   * @param monthlyUsd null without a cap
   */
  record Cap(
      @JsonProperty("monthly_usd") Double monthlyUsd, @JsonProperty("spent_usd") double spentUsd) {}

  record Deleted(boolean deleted) {}

  @GetMapping("/v1/memory/admin/me")
  @Requires(Right.READ)
  Me me(Principal principal) {
    return new Me(
        principal.tenantId(),
        principal.tenantName(),
        accounts.email(principal.tenantId()).orElse(null),
        principal.plan().text(),
        Limits.of(PlanLimits.of(principal.plan(), limits)),
        principal.adminTenant());
  }

  @GetMapping("/v1/memory/admin/stats")
  @Requires(Right.READ)
  Stats stats(Caller caller) {
    return Stats.of(hygiene.stats(caller.tenantId()));
  }

  @GetMapping("/v1/memory/spend-cap")
  @Requires(Right.READ)
  Cap cap(Caller caller) {
    OptionalLong cap = spend.monthlyCap(caller.tenantId());
    return new Cap(
        cap.isPresent() ? Double.valueOf(cap.getAsLong() / MICROS) : null,
        spend.thisMonth(caller.tenantId()).costMicros() / MICROS);
  }

  /** Null takes the cap away; a body that says nothing of it is a mistake. */
  @PutMapping("/v1/memory/spend-cap")
  @Requires(Right.WRITE)
  Cap setCap(Caller caller, JsonFields body) {
    body.requiredValue("monthly_usd");
    OptionalLong cap =
        body.number("monthly_usd", 0, MOST_USD)
            .map(usd -> OptionalLong.of(Math.round(usd * MICROS)))
            .orElse(OptionalLong.empty());
    body.check();
    spend.setMonthlyCap(caller.tenantId(), cap);
    audit.record(
        caller.actor(),
        "spend-cap.set",
        caller.tenantId().toString(),
        cap.isPresent() ? Map.of("monthly_micros", cap.getAsLong()) : Map.of());
    return cap(caller);
  }

  /** Every key ends at once; what the tenant keeps is erased step by step. */
  @PostMapping("/v1/memory/admin/delete-account")
  @Requires(Right.WRITE)
  Deleted delete(Caller caller, Principal principal, JsonFields body) {
    String confirm = body.requiredText("confirm", 0, LONGEST_NAME);
    body.check();
    if (!confirm.equals(principal.tenantName())) {
      throw new FailedRequestException(
          Failure.of(FailureKind.BROKEN_RULE, "confirm must be the name of the tenant."));
    }
    purge.request(caller.actor(), caller.tenantId());
    return new Deleted(true);
  }
}
