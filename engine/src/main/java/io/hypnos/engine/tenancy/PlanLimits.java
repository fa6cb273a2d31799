package io.hypnos.engine.tenancy;

import io.hypnos.settings.LimitSettings;

/** The numbers behind a plan. */
public record PlanLimits(long perMinute, long perDay, long memories) {
  /** What "no limit" looks like in a header. */
  private static final long UNBOUNDED = 1_000_000;

  public static PlanLimits of(Plan plan, LimitSettings settings) {
    return switch (plan) {
      case FREE ->
          new PlanLimits(
              settings.free().perMinute(), settings.free().perDay(), settings.free().memories());
      case PRO ->
          new PlanLimits(
              settings.pro().perMinute(), settings.pro().perDay(), settings.pro().memories());
      case TEAM ->
          new PlanLimits(
              settings.team().perMinute(), settings.team().perDay(), settings.team().memories());
      case UNLIMITED -> new PlanLimits(UNBOUNDED, UNBOUNDED, Long.MAX_VALUE);
    };
  }
}
