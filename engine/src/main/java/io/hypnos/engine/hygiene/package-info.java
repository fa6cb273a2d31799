/** Keeping spaces in order: how healthy they are, what is there twice, what has gone stale. */
package io.hypnos.engine.hygiene;
