/** Connections of tenants: kept, run, paused; their state in the record. */
package io.hypnos.connectors.connection;
