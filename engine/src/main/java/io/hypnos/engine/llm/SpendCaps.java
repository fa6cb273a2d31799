package io.hypnos.engine.llm;

import io.hypnos.settings.LlmSettings;

/**
 * What a tenant may use; 0 is no bound.
 *
 * @param boundByTenant whether the cap that the tenant has set itself holds too
 */
public record SpendCaps(
    long dailyTokens, long dailyMicros, long monthlyMicros, boolean boundByTenant) {
  private static final double MICROS = 1_000_000;

  public static final SpendCaps NONE = new SpendCaps(0, 0, 0, false);

  public static SpendCaps of(LlmSettings settings) {
    return new SpendCaps(
        settings.dailyTokens(),
        Math.round(settings.dailyCap() * MICROS),
        Math.round(settings.monthlyCap() * MICROS),
        true);
  }
}
