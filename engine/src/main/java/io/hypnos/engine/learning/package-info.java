/** Texts become facts, and facts take the place of older ones or add to them. */
package io.hypnos.engine.learning;
