package io.hypnos.engine.history;

import io.hypnos.engine.version.Commit;

/**
 * What came of a merge.
 *
 * @param applied false when the target had all that the source has
 * @param head the head of the target now
 */
public record MergeResult(boolean applied, Commit head) {}
