package io.hypnos.engine.visibility;

import java.util.UUID;

/** What a key may do in a space. */
record Grant(UUID tenant, String space, UUID key, boolean canRead, boolean canWrite) {}
