package io.hypnos.engine.attachment;

/** A file to hang on a memory. */
public record NewAttachment(String filename, String contentType, byte[] bytes) {}
