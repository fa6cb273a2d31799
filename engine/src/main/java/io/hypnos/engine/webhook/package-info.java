/** Telling receivers what happened: signed, retried on a durable ladder, re-deliverable. */
package io.hypnos.engine.webhook;
