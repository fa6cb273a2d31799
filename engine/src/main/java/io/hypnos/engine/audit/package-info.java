/** Who did what: an entry a write or sensitive action, never content. */
package io.hypnos.engine.audit;
