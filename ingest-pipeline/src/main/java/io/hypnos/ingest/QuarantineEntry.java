package io.hypnos.ingest;

import io.hypnos.schemas.message.QuarantinedMessage;
import java.util.Optional;

/**
 * A message on its way to quarantine.
 *
 * @param key key of the original record, so that a re-driven message keeps its order
 */
public record QuarantineEntry(byte[] key, Optional<String> requestId, QuarantinedMessage message) {}
