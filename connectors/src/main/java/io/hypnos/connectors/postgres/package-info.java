/** Any table of a PostgreSQL database. */
package io.hypnos.connectors.postgres;
