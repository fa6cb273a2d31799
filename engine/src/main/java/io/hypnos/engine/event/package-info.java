/** The outbox: what happened, kept in the transaction that did it. */
package io.hypnos.engine.event;
