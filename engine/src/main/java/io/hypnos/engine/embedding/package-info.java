/** Text to vectors, with the model in this process or a remote one. */
package io.hypnos.engine.embedding;
