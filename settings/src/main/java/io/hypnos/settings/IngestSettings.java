package io.hypnos.settings;

/** The streaming job that turns intake into memories. */
public record IngestSettings(
    @Setting(value = "hypnos-ingest", doc = "Consumer group of the ingest job.") String group,
    @Setting(value = "180", min = "32", max = "480", doc = "Tokens of one chunk of a document.")
        int chunkTokens,
    @Setting(
            value = "24",
            min = "0",
            max = "120",
            doc = "Tokens that a chunk repeats of the one before.")
        int chunkOverlap,
    @Setting(
            value = "3",
            min = "1",
            max = "20",
            doc = "Attempts before a message goes to quarantine.")
        int attempts) {

  public IngestSettings {
    if (chunkOverlap * 2 > chunkTokens) {
      throw new IllegalArgumentException("chunk-overlap must be at most half of chunk-tokens.");
    }
  }
}
