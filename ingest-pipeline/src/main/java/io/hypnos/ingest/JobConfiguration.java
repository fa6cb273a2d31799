package io.hypnos.ingest;

import io.hypnos.settings.HypnosSettings;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;

/** What the job asks of any cluster it runs on. */
final class JobConfiguration {
  /** A barrier waits behind the document that is being embedded, which can take minutes. */
  private static final Duration CHECKPOINT_TIMEOUT = Duration.ofMinutes(15);

  /** A broker outage fails checkpoints; restarting the job because of it would not help. */
  private static final int TOLERABLE_CHECKPOINT_FAILURES = 100;

  private JobConfiguration() {}

  static Configuration of(HypnosSettings settings) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.NAME, IngestJob.NAME);
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, settings.flink().parallelism());
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.flink().checkpointInterval());
    configuration.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, CHECKPOINT_TIMEOUT);
    configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, TOLERABLE_CHECKPOINT_FAILURES);
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    return configuration;
  }
}
