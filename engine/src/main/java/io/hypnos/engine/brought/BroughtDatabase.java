package io.hypnos.engine.brought;

import java.time.Instant;

/**
 * A database that a tenant brought.
 *
 * @param dsn with the password masked
 * @param version of the server
 */
public record BroughtDatabase(String dsn, String version, Instant verifiedAt) {}
