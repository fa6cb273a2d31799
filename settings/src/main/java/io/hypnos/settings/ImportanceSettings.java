package io.hypnos.settings;

/** What a memory is worth when it comes in. */
public record ImportanceSettings(
    @Setting(
            value = "0.1",
            min = "0",
            max = "1",
            doc =
                "A gated write below this importance is refused as adding nothing; 0 refuses"
                    + " nothing.")
        double gateThreshold,
    @Setting(
            value = "0.3",
            min = "0",
            max = "1",
            doc = "Share of the distance to an outcome that feedback moves a memory's valence.")
        double valenceRate) {}
