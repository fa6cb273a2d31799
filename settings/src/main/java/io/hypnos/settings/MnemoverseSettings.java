package io.hypnos.settings;

/** What an operator decides about the Mnemoverse dialect. */
public record MnemoverseSettings(
    @Setting(
            value = "false",
            doc = "Whether DELETE /memory/reset may wipe everything of the tenant that calls it.")
        boolean allowReset,
    @Setting(value = "100", min = "1", max = "500", doc = "Most results that one read may ask for.")
        int maxResults,
    @Setting(
            value = "64MB",
            min = "64KB",
            max = "512MB",
            doc =
                "Largest body of write-batch: room for 500 items of 10,000 characters, however they"
                    + " are escaped. Those above hypnos.api.max-body are served one at a time.")
        DataSize maxBatchBody) {}
