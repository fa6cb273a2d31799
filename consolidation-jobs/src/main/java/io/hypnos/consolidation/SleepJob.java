package io.hypnos.consolidation;

import io.hypnos.settings.HypnosSettings;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.api.java.tuple.Tuple6;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Requests to done runs: spread → compare → carry out. A request is spread into comparisons of two
 * blocks of its space; any task manager does any of them; what they find meets at the key of the
 * run, which is carried out there in one transaction. After a crash a request is spread again: a
 * run that has ended is not begun again, and one that has not has changed nothing.
 */
public final class SleepJob {
  /** Name of the job; its checkpoints are found by it. */
  public static final String NAME = "hypnos-sleep";

  private static final Duration CHECKPOINT_TIMEOUT = Duration.ofMinutes(30);

  /** A broker outage fails checkpoints; restarting the job because of it would not help. */
  private static final int TOLERABLE_CHECKPOINT_FAILURES = 100;

  private SleepJob() {}

  /** Adds the job to an environment. */
  public static void define(StreamExecutionEnvironment environment, HypnosSettings settings) {
    environment.configure(configuration(settings));
    EngineSource engines = new EngineSource(settings);
    DataStream<byte[]> requests =
        environment
            .fromSource(
                Requests.source(settings),
                WatermarkStrategy.noWatermarks(),
                "requests",
                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
            .uid("requests");
    SingleOutputStreamOperator<Tuple6<String, String, String, Integer, Integer, Integer>> pairs =
        requests.process(new SpreadFunction(engines), SpreadFunction.TYPE);
    SingleOutputStreamOperator<Tuple5<String, String, Integer, Integer, byte[]>> found =
        pairs
            .name("spread")
            .uid("spread")
            .rebalance()
            .process(new CompareFunction(engines), CompareFunction.TYPE);
    found
        .name("compare")
        .uid("compare")
        .keyBy(each -> each.f0 + "|" + each.f1 + "|" + each.f2, Types.STRING)
        .process(new CarryOutFunction(engines), Types.VOID)
        .name("carry-out")
        .uid("carry-out");
  }

  private static Configuration configuration(HypnosSettings settings) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.NAME, NAME);
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
