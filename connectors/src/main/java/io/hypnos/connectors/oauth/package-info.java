/** Connections by consent: asking for it, turning it into tokens, and keeping those fresh. */
package io.hypnos.connectors.oauth;
