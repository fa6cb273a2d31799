package io.hypnos.engine.brought;

import java.time.Instant;

/** The bucket that a tenant brought; its keys are not shown. */
public record BroughtBucket(String endpoint, String bucket, String region, Instant verifiedAt) {}
