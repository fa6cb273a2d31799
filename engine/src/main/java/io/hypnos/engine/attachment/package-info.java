/** Files that hang on memories; their bytes are in the blob store. */
package io.hypnos.engine.attachment;
