package io.hypnos.engine.brought;

import io.hypnos.settings.Secret;

/** A bucket to bring. */
public record NewBucket(
    String endpoint, String bucket, String region, String accessKey, Secret secretKey) {}
