package io.hypnos.api.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.PageQuery;
import io.hypnos.engine.Engine;
import io.hypnos.engine.audit.AuditEntry;
import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.tenancy.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What was done in a tenant, newest first. */
@RestController
final class AuditRoutes {
  private final AuditLog audit;
  private final TenantLookup tenants;

  AuditRoutes(Engine engine) {
    this.audit = engine.audit();
    this.tenants = new TenantLookup(engine.tenants());
  }

  record AuditPage(List<AuditView> entries) {}

  record AuditView(
      Instant at,
      String action,
      String target,
      @JsonProperty("key_id") UUID keyId,
      @JsonProperty("request_id") String requestId,
      Map<String, Object> detail) {

    static AuditView of(AuditEntry entry) {
      return new AuditView(
          entry.at(),
          entry.action(),
          entry.target().orElse(null),
          entry.keyId().orElse(null),
          entry.requestId().orElse(null),
          entry.detail());
    }
  }

  @GetMapping("/admin/tenants/{tenantId}/audit")
  @Requires(Right.OPERATE)
  AuditPage recent(@PathVariable String tenantId, PageQuery page) {
    Tenant tenant = tenants.require(tenantId);
    return new AuditPage(
        audit.recentOfEach(tenant.id(), page.limit()).stream().map(AuditView::of).toList());
  }
}
