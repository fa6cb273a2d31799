package io.hypnos.engine.intake;

/** A file as it came in. */
public record UploadedFile(String filename, String contentType, long size, byte[] bytes) {}
