package io.hypnos.engine.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class MemoryQuotaIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static final String SPACE =
      """
      INSERT INTO space (tenant_id, space, memory_count, created_at, updated_at)
      VALUES (?, ?, ?, now(), now())
      """;

  private TenancyParts parts;
  private Tenant tenant;

  @BeforeEach
  void open() {
    parts = new TenancyParts(STACK.settings());
    tenant = parts.tenant();
    addSpace(tenant, "notes", 7);
    addSpace(tenant, "mail", 1);
    addSpace(parts.tenant(), "notes", 1000);
  }

  @AfterEach
  void close() {
    parts.close();
  }

  @Test
  void aTenantMayFillItsPlanOverAllItsSpaces() {
    assertThatCode(() -> check(quota("true"), Plan.FREE, 2)).doesNotThrowAnyException();
  }

  @Test
  void oneMoreThanThePlanAllowsIsRefused() {
    assertThatThrownBy(() -> check(quota("true"), Plan.FREE, 3))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED));
  }

  @Test
  void theUnlimitedPlanAndLimitsSwitchedOffHaveRoomForAll() {
    assertThatCode(() -> check(quota("true"), Plan.UNLIMITED, 1_000_000))
        .doesNotThrowAnyException();
    assertThatCode(() -> check(quota("false"), Plan.FREE, 1_000_000)).doesNotThrowAnyException();
  }

  private void addSpace(Tenant owner, String space, long memories) {
    parts.database.inTenant(
        owner.id(), handle -> handle.execute(SPACE, owner.id(), space, memories));
  }

  private void check(MemoryQuota quota, Plan plan, int adding) {
    parts.database.inTenant(
        tenant.id(),
        handle -> {
          quota.check(handle, tenant.id(), plan, adding);
          return null;
        });
  }

  private static MemoryQuota quota(String enabled) {
    return new MemoryQuota(
        Settings.of(Map.of("limits.free.memories", "10", "limits.enabled", enabled), Map.of())
            .limits());
  }
}
