/**
 * What sleep decides, as pure functions: nothing here reads a clock, a random number or a store, so
 * the same memories always give the same result.
 */
package io.hypnos.engine.consolidation;
