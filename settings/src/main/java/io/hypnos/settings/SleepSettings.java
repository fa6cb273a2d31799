package io.hypnos.settings;

import java.time.Duration;
import java.util.List;

/** Sleep: condensing memories, letting go of what is stale, and doing so on schedule. */
public record SleepSettings(
    @Setting(
            value = "20000",
            min = "0",
            max = "1000000",
            doc =
                "Spaces of up to so many memories are worked on by the node that is asked; larger"
                    + " ones by the Flink job.")
        int nodeLimit,
    @Setting(
            value = "20000",
            min = "100",
            max = "200000",
            doc = "Memories whose vectors are held at a time; a comparison holds two such blocks.")
        int block,
    @Setting(
            value = "30s",
            min = "0s",
            max = "5m",
            doc = "How long a request over HTTP waits for the outcome before it answers 202.")
        Duration patience,
    @Setting(
            value = "2m",
            min = "1s",
            max = "1h",
            doc = "How long a worker may be silent before another takes over its run.")
        Duration lease,
    @Setting(value = "3", min = "1", max = "100", doc = "How often a run is begun.") int attempts,
    @Setting(
            value = "180d",
            min = "1d",
            max = "3650d",
            doc = "How long ended runs are kept; after that they can no longer be rolled back.")
        Duration keep,
    @Setting(
            value = "true",
            doc = "Whether every space that changed since its last sleep sleeps on schedule.")
        boolean scheduled,
    @Setting(
            value = "0 0 3 * * ?",
            doc = "When, as a Quartz cron expression in the time zone of the server.")
        String cron,
    @Setting(
            value = "deduplicate,cluster,synthesise,consolidate",
            doc =
                "What a scheduled sleep does, of: archive, deduplicate, resolve, cluster,"
                    + " synthesise, consolidate, extract, promote, decay.")
        List<String> phases,
    @Setting(
            value = "0.7",
            min = "0",
            max = "1",
            doc = "Memories less alike than this (cosine) are never put into one prototype.")
        double similarity,
    @Setting(value = "3", min = "2", max = "100", doc = "The fewest memories of a prototype.")
        int smallestCluster,
    @Setting(value = "64", min = "2", max = "1000", doc = "The most memories of a prototype.")
        int largestCluster,
    @Setting(
            value = "0.7",
            min = "0",
            max = "1",
            doc =
                "How far from its nearest memories one must be to be protected as standing out"
                    + " (1 - cosine).")
        double distinctive,
    @Setting(
            value = "0.9",
            min = "0.5",
            max = "1",
            doc = "How alike two memories must be to be looked at as copies (cosine).")
        double duplicateSimilarity,
    @Setting(
            value = "90",
            min = "1",
            max = "36500",
            doc = "Days without a change or a recall after which a memory is stale.")
        int staleDays,
    @Setting(
            value = "30",
            min = "0.1",
            max = "36500",
            doc = "Days after which a memory that is never recalled has half its strength.")
        double halfLifeDays,
    @Setting(
            value = "0.02",
            min = "0",
            max = "1",
            doc = "Memories weaker than this are archived by the phase decay.")
        double forgetBelow,
    @Setting(
            value = "3",
            min = "2",
            max = "1000",
            doc = "So many persons must say a thing before the phase promote shares it.")
        int promotionOwners) {

  private static final List<String> PHASES =
      List.of(
          "archive",
          "deduplicate",
          "resolve",
          "cluster",
          "synthesise",
          "consolidate",
          "extract",
          "promote",
          "decay");

  public SleepSettings {
    phases = List.copyOf(phases);
    if (!PHASES.containsAll(phases)) {
      throw new IllegalArgumentException(
          "phases must be out of " + String.join(", ", PHASES) + ".");
    }
  }
}
