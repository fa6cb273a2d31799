/**
 * The conversation with the document reader's child process, over its standard input and output.
 */
package io.hypnos.schemas.extract;
