package io.hypnos.api.operator;

import io.hypnos.api.operator.TenantViews.DeletionView;
import io.hypnos.api.operator.TenantViews.NewTenantView;
import io.hypnos.api.operator.TenantViews.TenantPage;
import io.hypnos.api.operator.TenantViews.TenantView;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.PageQuery;
import io.hypnos.engine.Engine;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Deletion;
import io.hypnos.engine.tenancy.IssuedKey;
import io.hypnos.engine.tenancy.Role;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.engine.tenancy.TenantStore;
import io.hypnos.settings.HypnosSettings;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Making, listing and deleting tenants. */
@RestController
final class TenantRoutes {
  private static final String FIRST_KEY = "first";

  private final Engine engine;
  private final TenantStore tenants;
  private final TenantLookup lookup;
  private final String defaultPlan;

  TenantRoutes(Engine engine, HypnosSettings settings) {
    this.engine = engine;
    this.tenants = engine.tenants();
    this.lookup = new TenantLookup(tenants);
    this.defaultPlan = settings.limits().defaultPlan();
  }

  @PostMapping("/admin/tenants")
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Right.OPERATE)
  NewTenantView create(Caller caller, JsonFields body) {
    NewTenant wanted = NewTenant.from(body, defaultPlan);
    Tenant tenant = tenants.create(caller.actor(), wanted.name(), wanted.plan(), wanted.admin());
    IssuedKey key =
        engine
            .keys()
            .issue(caller.actor(), tenant.id(), FIRST_KEY, Role.ADMIN, false, Optional.empty());
    return NewTenantView.of(tenant, key);
  }

  @GetMapping("/admin/tenants")
  @Requires(Right.OPERATE)
  TenantPage list(PageQuery page) {
    List<Tenant> all = tenants.list();
    List<TenantView> shown =
        all.stream().skip(page.offset()).limit(page.limit()).map(TenantView::of).toList();
    return new TenantPage(shown, all.size(), page.limit(), page.offset());
  }

  @GetMapping("/admin/tenants/{tenantId}")
  @Requires(Right.OPERATE)
  TenantView get(@PathVariable String tenantId) {
    return TenantView.of(lookup.require(tenantId));
  }

  @DeleteMapping("/admin/tenants/{tenantId}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Right.OPERATE)
  DeletionView delete(Caller caller, @PathVariable String tenantId) {
    Deletion deletion =
        engine.tenantPurge().request(caller.actor(), TenantLookup.requireId("tenant", tenantId));
    return DeletionView.of(deletion);
  }

  @GetMapping("/admin/tenants/{tenantId}/deletion")
  @Requires(Right.OPERATE)
  DeletionView deletion(@PathVariable String tenantId) {
    return engine
        .tenantPurge()
        .progress(TenantLookup.requireId("tenant", tenantId))
        .map(DeletionView::of)
        .orElseThrow(() -> TenantLookup.unknown("deletion of tenant", tenantId));
  }
}
