package io.hypnos.engine.hygiene;

/**
 * What a tenant keeps.
 *
 * @param memories that are current: live, not archived, not expired
 * @param storageBytes of texts and files
 * @param addedInWeek memories of the last seven days
 * @param addedInMonth memories of the last thirty days
 */
public record TenantStats(
    long spaces, long memories, long storageBytes, long addedInWeek, long addedInMonth) {}
