/** What an operator sees of the whole installation: figures, never a text. */
package io.hypnos.engine.oversight;
