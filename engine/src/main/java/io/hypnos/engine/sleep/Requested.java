package io.hypnos.engine.sleep;

/**
 * The answer to a request.
 *
 * @param joined whether it is an earlier request for the same, which had not begun yet
 * @param queued whether another run of the space must end first
 */
public record Requested(Run run, boolean joined, boolean queued) {}
