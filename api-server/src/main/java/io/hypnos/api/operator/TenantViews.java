package io.hypnos.api.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.engine.tenancy.ApiKey;
import io.hypnos.engine.tenancy.Deletion;
import io.hypnos.engine.tenancy.IssuedKey;
import io.hypnos.engine.tenancy.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the operator's API answers. A key in clear appears only where it is made. */
final class TenantViews {
  private TenantViews() {}

  record TenantView(
      @JsonProperty("tenant_id") UUID tenantId,
      String name,
      String plan,
      boolean admin,
      String state,
      @JsonProperty("created_at") Instant createdAt) {

    static TenantView of(Tenant tenant) {
      return new TenantView(
          tenant.id(),
          tenant.name(),
          tenant.plan().text(),
          tenant.admin(),
          tenant.state(),
          tenant.createdAt());
    }
  }

  record TenantPage(List<TenantView> tenants, int total, int limit, int offset) {}

  record NewTenantView(
      @JsonProperty("tenant_id") UUID tenantId,
      String name,
      String plan,
      boolean admin,
      String key,
      @JsonProperty("key_id") UUID keyId,
      @JsonProperty("created_at") Instant createdAt) {

    static NewTenantView of(Tenant tenant, IssuedKey issued) {
      return new NewTenantView(
          tenant.id(),
          tenant.name(),
          tenant.plan().text(),
          tenant.admin(),
          issued.secret().reveal(),
          issued.key().id(),
          tenant.createdAt());
    }
  }

  record NewKeyView(
      @JsonProperty("key_id") UUID keyId,
      String key,
      String label,
      String role,
      @JsonProperty("read_only") boolean readOnly,
      @JsonProperty("created_at") Instant createdAt) {

    static NewKeyView of(IssuedKey issued) {
      return new NewKeyView(
          issued.key().id(),
          issued.secret().reveal(),
          issued.key().label(),
          issued.key().role().text(),
          issued.key().readOnly(),
          issued.key().createdAt());
    }
  }

  record KeyView(
      @JsonProperty("key_id") UUID keyId,
      String hint,
      String label,
      String role,
      @JsonProperty("read_only") boolean readOnly,
      @JsonProperty("created_at") Instant createdAt,
      @JsonProperty("expires_at") Instant expiresAt,
      @JsonProperty("last_used_at") Instant lastUsedAt,
      @JsonProperty("revoked_at") Instant revokedAt) {

    static KeyView of(ApiKey key) {
      return new KeyView(
          key.id(),
          key.hint(),
          key.label(),
          key.role().text(),
          key.readOnly(),
          key.createdAt(),
          key.expiresAt().orElse(null),
          key.lastUsedAt().orElse(null),
          key.revokedAt().orElse(null));
    }
  }

  record KeyList(List<KeyView> keys) {}

  record RevokedKey(@JsonProperty("key_id") UUID keyId, boolean revoked) {}

  record DeletionView(
      @JsonProperty("tenant_id") UUID tenantId,
      String name,
      String state,
      String stage,
      long documents,
      long objects,
      long rows,
      @JsonInclude(JsonInclude.Include.NON_NULL) String problem,
      @JsonProperty("requested_at") Instant requestedAt,
      @JsonProperty("finished_at") Instant finishedAt) {

    static DeletionView of(Deletion deletion) {
      return new DeletionView(
          deletion.tenantId(),
          deletion.name(),
          deletion.state(),
          deletion.stage(),
          deletion.documents(),
          deletion.objects(),
          deletion.rows(),
          deletion.problem().orElse(null),
          deletion.requestedAt(),
          deletion.finishedAt().orElse(null));
    }
  }
}
