package io.hypnos.engine.projection;

import java.util.UUID;

/** An outbox entry that the search index may lack. */
record OpenEntry(
    long sequence, UUID tenantId, UUID memoryId, String space, long rowVersion, int pieces) {}
