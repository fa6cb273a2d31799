/** The streaming job that turns accepted intake into memories. */
package io.hypnos.ingest;
