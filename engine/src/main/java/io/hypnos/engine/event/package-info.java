/** The outbox: what happened, kept in the transaction that did it, and its way to Kafka. */
package io.hypnos.engine.event;
