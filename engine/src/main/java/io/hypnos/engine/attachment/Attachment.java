package io.hypnos.engine.attachment;

import io.hypnos.engine.blob.BlobKey;
import java.util.UUID;

/**
 * A file of a memory.
 *
 * @param index its place among the files of the memory, from 0 without gaps
 */
public record Attachment(
    UUID id,
    UUID memoryId,
    int index,
    String filename,
    String contentType,
    long size,
    BlobKey key) {}
