package io.hypnos.settings;

import java.time.Duration;

/** Work that outlives the call that asked for it. */
public record JobSettings(
    @Setting(
            value = "1m",
            min = "1s",
            max = "1h",
            doc = "How long a node may be silent before another takes over its job.")
        Duration lease,
    @Setting(value = "3", min = "1", max = "100", doc = "How often a job is tried.") int attempts,
    @Setting(
            value = "5s",
            min = "0s",
            max = "1h",
            doc = "Pause before a failed job is tried again; doubles with every attempt.")
        Duration retryPause,
    @Setting(
            value = "30d",
            min = "1h",
            max = "3650d",
            doc = "How long jobs that have ended are kept.")
        Duration retention) {}
