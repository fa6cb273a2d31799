/** A Flink mini cluster that runs the product's jobs and carries their state over restarts. */
package io.hypnos.local.flink;
