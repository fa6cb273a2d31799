package io.hypnos.engine.tenancy;

import io.hypnos.settings.Secret;

/**
 * A key that has just been made.
 *
 * @param secret the key itself, which is not kept and cannot be shown again
 */
public record IssuedKey(ApiKey key, Secret secret) {}
