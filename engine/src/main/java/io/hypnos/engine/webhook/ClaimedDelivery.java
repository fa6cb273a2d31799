package io.hypnos.engine.webhook;

import java.time.Instant;
import java.util.UUID;

/**
 * A delivery that this node is to send.
 *
 * @param lease until when it is ours; also proves that it still is
 * @param revoked the webhook has been revoked since
 */
record ClaimedDelivery(
    Notification notification,
    UUID tenantId,
    String host,
    String format,
    String url,
    boolean revoked,
    Instant lease) {}
