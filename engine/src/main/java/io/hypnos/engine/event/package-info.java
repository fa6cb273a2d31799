/** The outbox and who is told of changes. */
package io.hypnos.engine.event;
