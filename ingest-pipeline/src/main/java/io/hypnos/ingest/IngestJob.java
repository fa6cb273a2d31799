package io.hypnos.ingest;

import io.hypnos.ingest.record.RecordTypeInfo;
import io.hypnos.settings.HypnosSettings;
import java.time.Clock;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Intake to memories. Every message ends as stored memories, in quarantine, or with its deleted
 * tenant; none is lost and a repeat changes nothing.
 */
public final class IngestJob {
  /** Name of the job; its checkpoints are found by it. */
  public static final String NAME = "hypnos-ingest";

  private IngestJob() {}

  /** Adds the job to an environment. */
  public static void define(StreamExecutionEnvironment environment, HypnosSettings settings) {
    define(environment, settings, HypnosIngestEngine::open);
  }

  static void define(
      StreamExecutionEnvironment environment,
      HypnosSettings settings,
      EngineSource.Factory factory) {
    environment.configure(JobConfiguration.of(settings));
    DataStream<RawRecord> raw =
        environment
            .fromSource(
                KafkaEnds.intake(settings),
                WatermarkStrategy.noWatermarks(),
                "intake",
                RecordTypeInfo.forRecord(RawRecord.class))
            .uid("intake");
    IngestFlow flow = IngestFlow.of(raw, settings, factory, Clock.systemUTC());
    flow.statuses().sinkTo(KafkaEnds.statuses(settings)).name("status").uid("status");
    flow.quarantined().sinkTo(KafkaEnds.quarantine(settings)).name("quarantine").uid("quarantine");
  }
}
