package io.hypnos.api.operator;

import io.hypnos.api.operator.TenantViews.KeyList;
import io.hypnos.api.operator.TenantViews.KeyView;
import io.hypnos.api.operator.TenantViews.NewKeyView;
import io.hypnos.api.operator.TenantViews.RevokedKey;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.KeyStore;
import io.hypnos.engine.tenancy.Tenant;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Making, listing and revoking the keys of a tenant. */
@RestController
final class KeyRoutes {
  private final KeyStore keys;
  private final TenantLookup tenants;

  KeyRoutes(Engine engine) {
    this.keys = engine.keys();
    this.tenants = new TenantLookup(engine.tenants());
  }

  @PostMapping("/admin/tenants/{tenantId}/keys")
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Right.OPERATE)
  NewKeyView issue(Caller caller, @PathVariable String tenantId, JsonFields body) {
    NewKey wanted = NewKey.from(body);
    Tenant tenant = tenants.require(tenantId);
    return NewKeyView.of(
        keys.issue(
            caller.actor(),
            tenant.id(),
            wanted.label(),
            wanted.role(),
            wanted.readOnly(),
            wanted.expiresAt()));
  }

  @GetMapping("/admin/tenants/{tenantId}/keys")
  @Requires(Right.OPERATE)
  KeyList list(@PathVariable String tenantId) {
    Tenant tenant = tenants.require(tenantId);
    return new KeyList(keys.list(tenant.id()).stream().map(KeyView::of).toList());
  }

  @DeleteMapping("/admin/tenants/{tenantId}/keys/{keyId}")
  @Requires(Right.OPERATE)
  RevokedKey revoke(Caller caller, @PathVariable String tenantId, @PathVariable String keyId) {
    Tenant tenant = tenants.require(tenantId);
    UUID key = TenantLookup.requireId("key", keyId);
    if (!keys.revoke(caller.actor(), tenant.id(), key)) {
      throw TenantLookup.unknown("key", keyId);
    }
    return new RevokedKey(key, true);
  }
}
