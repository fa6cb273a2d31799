/** Deletions that reach over several concepts. */
package io.hypnos.engine.deletion;
