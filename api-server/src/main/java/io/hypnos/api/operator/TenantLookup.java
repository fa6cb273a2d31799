package io.hypnos.api.operator;

import io.hypnos.api.web.Ids;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.engine.tenancy.TenantStore;
import java.util.UUID;

/** Tenants as paths name them. */
final class TenantLookup {
  private final TenantStore tenants;

  TenantLookup(TenantStore tenants) {
    this.tenants = tenants;
  }

  Tenant require(String tenantId) {
    return Ids.parse(tenantId)
        .flatMap(tenants::find)
        .orElseThrow(() -> unknown("tenant", tenantId));
  }

  static UUID requireId(String what, String text) {
    return Ids.parse(text).orElseThrow(() -> unknown(what, text));
  }

  static HypnosException unknown(String what, String text) {
    return new HypnosException(ErrorCode.NOT_FOUND, "no such " + what + ": " + text);
  }
}
