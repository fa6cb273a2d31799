package io.hypnos.engine.tenancy;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.LimitSettings;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** How many memories a tenant may keep. */
public final class MemoryQuota {
  private static final String COUNT =
      """
      SELECT coalesce(sum(memory_count), 0)
      FROM space
      WHERE tenant_id = :tenant
      """;

  private final LimitSettings limits;

  public MemoryQuota(LimitSettings limits) {
    this.limits = limits;
  }

  /** Fails with {@code QUOTA_EXCEEDED} when the plan has no room for so many more. */
  public void check(Handle handle, UUID tenantId, Plan plan, int adding) {
    if (adding > 0 && room(handle, tenantId, plan) < adding) {
      throw exceeded(plan);
    }
  }

  /** How many more memories the plan has room for. */
  public long room(Handle handle, UUID tenantId, Plan plan) {
    if (!limits.enabled() || plan == Plan.UNLIMITED) {
      return Long.MAX_VALUE;
    }
    long present = handle.createQuery(COUNT).bind("tenant", tenantId).mapTo(Long.class).one();
    return Math.max(0, PlanLimits.of(plan, limits).memories() - present);
  }

  public HypnosException exceeded(Plan plan) {
    return new HypnosException(
        ErrorCode.QUOTA_EXCEEDED,
        "the %s plan allows %d memories"
            .formatted(plan.text(), PlanLimits.of(plan, limits).memories()));
  }
}
