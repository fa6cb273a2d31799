/** The one sync protocol: what a provider tells, and how it is read without loss. */
package io.hypnos.connectors.sync;
