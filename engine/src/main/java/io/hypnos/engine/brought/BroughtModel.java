package io.hypnos.engine.brought;

import java.time.Instant;

/** The language model that a tenant brought; its key is not shown. */
public record BroughtModel(String baseUrl, String model, boolean hasKey, Instant verifiedAt) {}
