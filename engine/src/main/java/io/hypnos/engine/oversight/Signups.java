package io.hypnos.engine.oversight;

import java.util.Map;

/**
 * Tenants that came in some days.
 *
 * @param activated those of them that have written something
 * @param byDay oldest first
 */
public record Signups(long signups, long activated, Map<String, Long> byDay) {}
