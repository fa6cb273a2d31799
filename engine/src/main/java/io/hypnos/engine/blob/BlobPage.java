package io.hypnos.engine.blob;

import java.util.List;
import java.util.Optional;

/**
 * Some objects of a tenant in the order of their keys.
 *
 * @param next the cursor of the next page; empty at the end
 */
public record BlobPage(List<BlobInfo> objects, Optional<String> next) {}
