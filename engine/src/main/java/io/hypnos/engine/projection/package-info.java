/**
 * Keeps the search index true to the record: at once after a write, and by the relay whatever was
 * missed.
 */
package io.hypnos.engine.projection;
