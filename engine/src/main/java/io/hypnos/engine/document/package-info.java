/** Documents to text, in a bounded child process, and text to chunks. */
package io.hypnos.engine.document;
