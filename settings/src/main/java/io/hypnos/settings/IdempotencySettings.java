package io.hypnos.settings;

import java.time.Duration;

/** Requests that carry an Idempotency-Key. */
public record IdempotencySettings(
    @Setting(
            value = "24h",
            min = "1m",
            max = "30d",
            doc = "How long a repeat is answered with the first answer.")
        Duration keep,
    @Setting(
            value = "60s",
            min = "1s",
            max = "1h",
            doc =
                "How long a request may be worked on before its key is free again, for when a node"
                    + " dies.")
        Duration lease,
    @Setting(
            value = "10s",
            min = "0s",
            max = "5m",
            doc = "How long a repeat waits for the first to be answered before it is a conflict.")
        Duration patience) {}
