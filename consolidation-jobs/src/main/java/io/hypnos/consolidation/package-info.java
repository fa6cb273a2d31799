/** The jobs of sleep and upkeep: they give the engine's pure algorithms scale. */
package io.hypnos.consolidation;
