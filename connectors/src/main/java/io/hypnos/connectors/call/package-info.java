/** Calls to providers: retries, rates, patience, and how failures are told apart. */
package io.hypnos.connectors.call;
