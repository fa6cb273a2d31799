package io.hypnos.api.web;

/** A body as it came, whatever its type: for routes whose caller signs the bytes. */
public record RawBody(byte[] bytes) {}
