package io.hypnos.ingest;

import io.hypnos.schemas.message.IngestStatus;
import java.util.Optional;

/** A status on its way to the status topic. */
public record StatusUpdate(Optional<String> requestId, IngestStatus status) {}
