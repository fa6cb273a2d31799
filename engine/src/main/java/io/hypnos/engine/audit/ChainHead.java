package io.hypnos.engine.audit;

import java.util.UUID;

/** Where a chain ends; position 0 is the genesis. */
record ChainHead(long position, byte[] hash) {

  static ChainHead genesis(UUID tenantId) {
    return new ChainHead(0, AuditChain.genesis(tenantId));
  }
}
