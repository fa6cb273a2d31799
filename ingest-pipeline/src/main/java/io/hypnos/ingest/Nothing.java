package io.hypnos.ingest;

/** What the last operator of a road gives on: there is none of it. */
public record Nothing() {}
