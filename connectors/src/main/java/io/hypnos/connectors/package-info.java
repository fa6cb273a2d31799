/**
 * Outside systems, one package each, and the sync protocol that they share. They hand records to
 * the engine's intake and know neither Spring nor Flink, so that any process can run them.
 */
package io.hypnos.connectors;
