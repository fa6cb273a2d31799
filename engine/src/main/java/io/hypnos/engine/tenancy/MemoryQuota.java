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
    if (!limits.enabled() || plan == Plan.UNLIMITED || adding == 0) {
      return;
    }
    long allowed = PlanLimits.of(plan, limits).memories();
    long present = handle.createQuery(COUNT).bind("tenant", tenantId).mapTo(Long.class).one();
    if (present + adding > allowed) {
      throw new HypnosException(
          ErrorCode.QUOTA_EXCEEDED,
          "the %s plan allows %d memories".formatted(plan.text(), allowed));
    }
  }
}
