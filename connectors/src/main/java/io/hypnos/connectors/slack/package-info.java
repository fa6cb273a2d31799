/** Slack. */
package io.hypnos.connectors.slack;
