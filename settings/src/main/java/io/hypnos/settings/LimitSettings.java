package io.hypnos.settings;

/** Plans and what each allows. */
public record LimitSettings(
    @Setting(
            value = "true",
            doc = "Whether rates and quotas are enforced; headers are sent either way.")
        boolean enabled,
    @Setting(
            value = "team",
            doc = "Plan of a tenant made without one: free, pro, team or unlimited.")
        String defaultPlan,
    FreePlan free,
    ProPlan pro,
    TeamPlan team) {

  public LimitSettings {
    if (!defaultPlan.matches("free|pro|team|unlimited")) {
      throw new IllegalArgumentException("default-plan must be free, pro, team or unlimited.");
    }
  }

  /** The smallest plan. */
  public record FreePlan(
      @Setting(value = "60", min = "1", doc = "Requests a minute and key on the free plan.")
          int perMinute,
      @Setting(value = "1000", min = "1", doc = "Queries a day on the free plan.") int perDay,
      @Setting(value = "10000", min = "1", doc = "Memories of a tenant on the free plan.")
          long memories) {}

  /** The middle plan. */
  public record ProPlan(
      @Setting(value = "600", min = "1", doc = "Requests a minute and key on the pro plan.")
          int perMinute,
      @Setting(value = "50000", min = "1", doc = "Queries a day on the pro plan.") int perDay,
      @Setting(value = "500000", min = "1", doc = "Memories of a tenant on the pro plan.")
          long memories) {}

  /** The largest plan with limits. */
  public record TeamPlan(
      @Setting(value = "3000", min = "1", doc = "Requests a minute and key on the team plan.")
          int perMinute,
      @Setting(value = "500000", min = "1", doc = "Queries a day on the team plan.") int perDay,
      @Setting(value = "5000000", min = "1", doc = "Memories of a tenant on the team plan.")
          long memories) {}
}
