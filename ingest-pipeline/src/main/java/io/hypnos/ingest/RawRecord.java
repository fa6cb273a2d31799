package io.hypnos.ingest;

/** A record of the intake topic as it was read; nothing about it is known to be valid. */
public record RawRecord(Origin origin, byte[] key, byte[] value) {}
