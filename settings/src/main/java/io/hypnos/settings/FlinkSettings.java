package io.hypnos.settings;

import java.time.Duration;

/** Flink: the mini cluster of the local stack and the jobs' own behaviour. */
public record FlinkSettings(
    @Setting(value = "18081", min = "0", max = "65535", doc = "Port of the Flink web UI.")
        int uiPort,
    @Setting(value = "2", min = "1", max = "256", doc = "Parallelism of the jobs.") int parallelism,
    @Setting(value = "10s", min = "100ms", max = "30m", doc = "Time between two checkpoints.")
        Duration checkpointInterval,
    @Setting(value = "2", min = "1", max = "100", doc = "Checkpoints that are kept.")
        int checkpointsRetained,
    @Setting(value = "96MB", min = "32MB", max = "64GB", doc = "Memory of RocksDB state.")
        DataSize managedMemory,
    @Setting(value = "32MB", min = "16MB", max = "8GB", doc = "Memory of network buffers.")
        DataSize networkMemory) {}
