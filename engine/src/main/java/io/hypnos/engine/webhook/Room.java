package io.hypnos.engine.webhook;

import java.util.Map;
import java.util.UUID;

/**
 * How many deliveries a node may take on.
 *
 * @param hosts what is left for the hosts that are being sent to; others have {@code perHost}
 * @param tenants likewise for tenants
 * @param after the host behind which the round goes on
 */
record Room(
    int free,
    int perHost,
    int perTenant,
    Map<String, Long> hosts,
    Map<UUID, Long> tenants,
    String after) {}
