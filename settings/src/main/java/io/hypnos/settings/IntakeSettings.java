package io.hypnos.settings;

import java.time.Duration;

/** What comes in by the asynchronous road: how much at once, and how the job stores it. */
public record IntakeSettings(
    @Setting(
            value = "1000",
            min = "1",
            max = "10000",
            doc = "Events, texts or records in one request of intake, at most.")
        int maxUnits,
    @Setting(
            value = "2MB",
            min = "1KB",
            max = "100MB",
            doc = "Longest text of a request of intake; a longer one comes as a file.")
        DataSize maxText,
    @Setting(
            value = "128",
            min = "1",
            max = "10000",
            doc =
                "Units that a subtask of the job embeds together, at most; it never waits for more"
                    + " than there are.")
        int embedBatch,
    @Setting(
            value = "256",
            min = "1",
            max = "10000",
            doc = "Units that a subtask of the job stores in one transaction, at most.")
        int storeBatch,
    @Setting(
            value = "7d",
            min = "1m",
            max = "365d",
            doc =
                "How long the job remembers what it has seen, so that a repeat is recognised before"
                    + " it is read and embedded again.")
        Duration seenFor) {}
