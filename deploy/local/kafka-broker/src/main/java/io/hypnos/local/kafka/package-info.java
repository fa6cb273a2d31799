/** A Kafka KRaft broker as a part of the local stack. */
package io.hypnos.local.kafka;
