/** The Flink job of sleep: large spaces, compared block by block on many machines. */
package io.hypnos.consolidation;
