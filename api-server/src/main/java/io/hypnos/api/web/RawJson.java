package io.hypnos.api.web;

/**
 * A body as it came, no larger than those of JSON may be: for routes that are no plain JSON API.
 */
public record RawJson(byte[] bytes) {}
