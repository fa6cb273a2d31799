/** What taking much in does to those who search. */
package io.hypnos.benchmarks.ingest;
