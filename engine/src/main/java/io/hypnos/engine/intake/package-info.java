/** Asynchronous intake: bytes to S3, a message to Kafka, a batch to watch. */
package io.hypnos.engine.intake;
