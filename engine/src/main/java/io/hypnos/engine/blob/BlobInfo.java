package io.hypnos.engine.blob;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an object without its bytes.
 *
 * @param contentType absent in a list
 */
public record BlobInfo(BlobKey key, long size, Optional<String> contentType, Instant changedAt) {}
