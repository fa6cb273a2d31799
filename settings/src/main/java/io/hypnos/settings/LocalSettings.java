package io.hypnos.settings;

import java.time.Duration;

/** The local stack: everything on one machine. */
public record LocalSettings(
    @Setting(value = "512MB", min = "256MB", max = "32GB", doc = "Heap of the OpenSearch node.")
        DataSize opensearchHeap,
    @Setting(value = "192MB", min = "128MB", max = "16GB", doc = "Heap of the Kafka broker.")
        DataSize kafkaHeap,
    @Setting(value = "384MB", min = "256MB", max = "32GB", doc = "Heap of the Flink mini cluster.")
        DataSize flinkHeap,
    @Setting(value = "384MB", min = "192MB", max = "32GB", doc = "Heap of the API server.")
        DataSize apiHeap,
    @Setting(value = "64MB", min = "32MB", max = "4GB", doc = "Heap of the S3 server.")
        DataSize s3Heap,
    @Setting(
            value = "256MB",
            min = "16MB",
            max = "64GB",
            doc =
                "What PostgreSQL keeps of its files in its own memory; taken as it is filled. A"
                    + " search looks up some hundred memories, of about 2.5 KB each.")
        DataSize postgresBuffers,
    @Setting(
            value = "10",
            min = "0",
            max = "19",
            doc =
                "By how much the Flink mini cluster gives way to the other parts when processors"
                    + " are short (nice), so that searches stay quick while much is taken in.")
        int flinkNiceness,
    @Setting(
            value = "false",
            doc =
                "Let the parts compile quickly instead of well: less work while they start, slower"
                    + " under load. For tests and trials.")
        boolean quickCompiler,
    @Setting(value = "19093", min = "0", max = "65535", doc = "Port of the Kafka controller.")
        int kafkaControllerPort,
    @Setting(
            value = "500MB",
            min = "0B",
            max = "1GB",
            doc = "Free disk space that a start asks for.")
        DataSize minFreeDisk,
    @Setting(
            value = "180s",
            min = "10s",
            max = "30m",
            doc = "How long a part may take until it is ready.")
        Duration startTimeout,
    @Setting(
            value = "20s",
            min = "1s",
            max = "5m",
            doc = "How long a part may take to stop before it is killed.")
        Duration stopTimeout) {}
