package io.hypnos.engine.oversight;

import java.util.Map;
import java.util.UUID;

/**
 * What a tenant uses.
 *
 * @param databaseBytes of texts and vectors
 * @param tokens of language models, by purpose
 */
public record TenantUsage(
    UUID tenantId,
    String name,
    long databaseBytes,
    long fileBytes,
    Map<String, Tokens> tokens,
    long costMicros) {
  public TenantUsage {
    tokens = Map.copyOf(tokens);
  }

  /** Tokens of questions and answers. */
  public record Tokens(long in, long out) {}
}
