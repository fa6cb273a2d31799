package io.hypnos.engine.brought;

/**
 * A database that a tenant brought.
 *
 * @param dsn with the password masked
 * @param version of the server
 */
public record BroughtDatabase(String dsn, String version) {}
