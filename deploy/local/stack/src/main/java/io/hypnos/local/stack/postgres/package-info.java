/** PostgreSQL as a process of the local stack: binaries, cluster, start, roles and schema. */
package io.hypnos.local.stack.postgres;
