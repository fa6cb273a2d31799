package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.api.web.QueryFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.audit.AuditEntry;
import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.hygiene.SpaceHealth;
import io.hypnos.engine.oversight.Oversight;
import io.hypnos.engine.oversight.PageViews;
import io.hypnos.engine.oversight.Signups;
import io.hypnos.engine.oversight.TenantUsage;
import io.hypnos.engine.tenancy.KeyStore;
import io.hypnos.engine.tenancy.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Figures for the operator: keys of an admin-flagged tenant only, and never a text of anybody. */
@RestController
final class OversightRoutes {
  private static final double MICROS = 1_000_000;
  private static final int MOST_DAYS = 365;
  private static final int USUAL_DAYS = 30;
  private static final int USUAL_ENTRIES = 200;
  private static final int MOST_ENTRIES = 1_000;
  private static final int WEEK = 7;

  private final Oversight oversight;
  private final PageViews pageViews;
  private final AuditLog audit;
  private final KeyStore keys;
  private final Clock clock;

  OversightRoutes(Engine engine, Clock clock) {
    this.oversight = engine.oversight();
    this.pageViews = engine.pageViews();
    this.audit = engine.audit();
    this.keys = engine.keys();
    this.clock = clock;
  }

  record MemoryHealth(
      long total,
      long current,
      long archived,
      long stale,
      long expired,
      long supersessions,
      @JsonProperty("needs_attention") long needsAttention) {
    static MemoryHealth of(SpaceHealth health) {
      return new MemoryHealth(
          health.total(),
          health.current(),
          health.archived(),
          health.stale(),
          health.expired(),
          health.superseded(),
          health.needsAttention());
    }
  }

  /**
   * @param ip never kept, so always null
   */
  record AuditView(
      Instant at,
      String action,
      String target,
      @JsonProperty("key_id") UUID keyId,
      @JsonProperty("key_label") String keyLabel,
      Map<String, Object> detail,
      String ip) {
    static AuditView of(AuditEntry entry, Map<UUID, String> labels) {
      return new AuditView(
          entry.at(),
          entry.action(),
          entry.target().orElse(null),
          entry.keyId().orElse(null),
          entry.keyId().map(labels::get).orElse(null),
          entry.detail(),
          null);
    }
  }

  record Tokens(long in, long out) {}

  record Used(
      String tenant,
      @JsonProperty("db_bytes") long dbBytes,
      @JsonProperty("file_bytes") long fileBytes,
      Map<String, Tokens> tokens,
      @JsonProperty("cost_usd") double costUsd) {
    static Used of(TenantUsage usage) {
      Map<String, Tokens> tokens = new TreeMap<>();
      usage
          .tokens()
          .forEach((purpose, each) -> tokens.put(purpose, new Tokens(each.in(), each.out())));
      return new Used(
          usage.name(),
          usage.databaseBytes(),
          usage.fileBytes(),
          tokens,
          usage.costMicros() / MICROS);
    }
  }

  record Total(
      @JsonProperty("db_bytes") long dbBytes,
      @JsonProperty("file_bytes") long fileBytes,
      @JsonProperty("cost_usd") double costUsd) {}

  record Usage(List<Used> tenants, Total total) {}

  record Funnel(long signups, long activated) {}

  record Views(
      @JsonProperty("by_day") Map<String, Long> byDay,
      @JsonProperty("by_path") Map<String, Long> byPath,
      @JsonProperty("by_referrer") Map<String, Long> byReferrer) {}

  record Analytics(
      Funnel funnel, @JsonProperty("signups_by_day") List<Day> signupsByDay, Views pageviews) {}

  record Day(String day, long count) {}

  @GetMapping("/v1/memory/admin/memory-health")
  @Requires(Right.READ)
  MemoryHealth memoryHealth(Principal principal, QueryFields query) {
    requireAdmin(principal);
    int days = query.integer("stale_days", 0, HygieneRoutes.MOST_DAYS, HygieneRoutes.USUAL_DAYS);
    query.check();
    return MemoryHealth.of(oversight.health(Duration.ofDays(days)));
  }

  /** Of the caller's own tenant only. */
  @GetMapping("/v1/memory/admin/audit")
  @Requires(Right.READ)
  List<AuditView> audit(Principal principal, QueryFields query) {
    requireAdmin(principal);
    int days = query.integer("days", 1, MOST_DAYS, USUAL_DAYS);
    int limit = query.integer("limit", 1, MOST_ENTRIES, USUAL_ENTRIES);
    query.check();
    Instant since = clock.instant().minus(Duration.ofDays(days));
    List<AuditEntry> entries =
        audit.recent(principal.tenantId(), limit).stream()
            .filter(entry -> entry.at().isAfter(since))
            .toList();
    Map<UUID, String> labels =
        keys.labels(
            principal.tenantId(),
            entries.stream().map(AuditEntry::keyId).flatMap(Optional::stream).distinct().toList());
    return entries.stream().map(entry -> AuditView.of(entry, labels)).toList();
  }

  @GetMapping("/v1/memory/admin/usage")
  @Requires(Right.READ)
  Usage usage(Principal principal, QueryFields query) {
    requireAdmin(principal);
    int days = query.integer("days", 1, MOST_DAYS, USUAL_DAYS);
    query.check();
    List<TenantUsage> all = oversight.usage(days);
    return new Usage(
        all.stream().map(Used::of).toList(),
        new Total(
            all.stream().mapToLong(TenantUsage::databaseBytes).sum(),
            all.stream().mapToLong(TenantUsage::fileBytes).sum(),
            all.stream().mapToLong(TenantUsage::costMicros).sum() / MICROS));
  }

  @GetMapping("/v1/memory/admin/analytics")
  @Requires(Right.READ)
  Analytics analytics(Principal principal, QueryFields query) {
    requireAdmin(principal);
    int days = query.integer("days", 1, MOST_DAYS, WEEK);
    query.check();
    Signups signups = oversight.signups(days);
    PageViews.Counts views = pageViews.counts(days);
    return new Analytics(
        new Funnel(signups.signups(), signups.activated()),
        signups.byDay().entrySet().stream()
            .map(day -> new Day(day.getKey(), day.getValue()))
            .toList(),
        new Views(views.byDay(), views.byPath(), views.byReferrer()));
  }

  static void requireAdmin(Principal principal) {
    if (!principal.adminTenant() && !principal.operator()) {
      throw new FailedRequestException(
          Failure.of(FailureKind.FORBIDDEN, "Only the operator may see this."));
    }
  }
}
