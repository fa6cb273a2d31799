/**
 * What happens by the clock: Quartz, with its jobs in the record, so that any node may fire them.
 */
package io.hypnos.api.schedule;
