/** What leads from a question or a memory to others that share no word with it. */
package io.hypnos.engine.association;
