package io.hypnos.engine.intake;

/** A file that was refused, and why. */
public record FileFailure(String filename, String reason) {}
