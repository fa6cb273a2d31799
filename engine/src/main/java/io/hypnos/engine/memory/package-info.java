/** A memory and its life: what is written, how it is stored, how it is read. */
package io.hypnos.engine.memory;
