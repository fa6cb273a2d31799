/** Who did what: an entry a write or sensitive action, never content, chained by hash. */
package io.hypnos.engine.audit;
