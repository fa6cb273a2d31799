/** The messages on Kafka: JSON with a schema version, one record a message. */
package io.hypnos.schemas.message;
