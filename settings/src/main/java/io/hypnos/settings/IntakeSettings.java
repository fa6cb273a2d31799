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
            value = "4000000",
            min = "1000",
            max = "100000000",
            doc =
                "Characters of text that a subtask of the job embeds or stores together, at most; a"
                    + " longer document goes alone.")
        int batchCharacters,
    @Setting(
            value = "7d",
            min = "1m",
            max = "365d",
            doc =
                "How long the job remembers what it has seen, so that a repeat is recognised before"
                    + " it is read and embedded again.")
        Duration seenFor,
    @Setting(
            value = "1d",
            min = "1h",
            max = "30d",
            doc =
                "How long an uploaded file waits to be handed over by its key; then its bytes are"
                    + " removed.")
        Duration keepUploads,
    @Setting(
            value = "30d",
            min = "8d",
            max = "3650d",
            doc =
                "How long batches that have ended are listed and can be replayed; then they are"
                    + " forgotten with those of their objects that no memory holds. Longer than the"
                    + " topic keeps messages.")
        Duration keepBatches,
    @Setting(
            value = "30d",
            min = "1h",
            max = "3650d",
            doc =
                "How long entries of the quarantine are kept after they were redriven or discarded;"
                    + " open ones stay.")
        Duration keepQuarantine) {}
