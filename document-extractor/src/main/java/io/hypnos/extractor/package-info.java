/** The child process that reads documents, so that a hostile one can only hurt itself. */
package io.hypnos.extractor;
