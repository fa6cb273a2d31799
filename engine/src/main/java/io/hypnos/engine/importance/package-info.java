/** How much a memory is worth: pure functions. */
package io.hypnos.engine.importance;
