/** How Java records travel between operators and lie in state. */
package io.hypnos.ingest.record;
