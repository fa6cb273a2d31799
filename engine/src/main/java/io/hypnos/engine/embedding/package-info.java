/** Text to vectors, with the built-in model. */
package io.hypnos.engine.embedding;
