/**
 * The history of memories: every change of content is a commit with its parent's hash, on a named
 * branch.
 */
package io.hypnos.engine.version;
