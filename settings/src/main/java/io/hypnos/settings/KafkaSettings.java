package io.hypnos.settings;

import java.time.Duration;

/** Kafka, the road of everything asynchronous. */
public record KafkaSettings(
    @Setting(value = "127.0.0.1:19092", doc = "Bootstrap servers, host:port, separated by commas.")
        String bootstrap,
    @Setting(
            value = "4",
            min = "1",
            max = "1000",
            doc = "Partitions of a topic when it is created.")
        int partitions,
    @Setting(value = "1", min = "1", max = "10", doc = "Replicas of a topic when it is created.")
        int replication,
    @Setting(
            value = "8s",
            min = "1s",
            max = "5m",
            doc = "How long intake waits for the broker before it answers 503.")
        Duration deliveryTimeout) {}
