package io.hypnos.local.flink;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/** Counts an endless stream in keyed state, so that it shows from where a run has started. */
final class CountingJob {
  /** First count that each run of the test has seen, by the run's name. */
  static final Map<String, Long> FIRST_COUNT = new ConcurrentHashMap<>();

  static final AtomicLong LAST_COUNT = new AtomicLong();

  private CountingJob() {}

  static void define(StreamExecutionEnvironment environment, String run, String uid) {
    define(environment, run, uid, Types.LONG);
  }

  /**
   * @param stateType a version of the job with another one cannot read the state of this
   */
  static void define(
      StreamExecutionEnvironment environment,
      String run,
      String uid,
      TypeInformation<? extends Number> stateType) {
    Configuration configuration = new Configuration();
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    environment.configure(configuration);
    environment
        .fromSource(
            new DataGeneratorSource<>(
                index -> index, Long.MAX_VALUE, RateLimiterStrategy.perSecond(500), Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .uid("numbers")
        .keyBy(number -> 0, Types.INT)
        .process(new Count<>(run, stateType), Types.LONG)
        .uid(uid)
        .sinkTo(new DiscardingSink<>())
        .uid("end");
  }

  private static final class Count<N extends Number>
      extends KeyedProcessFunction<Integer, Long, Long> {
    private static final long serialVersionUID = 1L;

    private final String run;
    private final TypeInformation<N> stateType;
    private transient ValueState<N> count;

    Count(String run, TypeInformation<N> stateType) {
      this.run = run;
      this.stateType = stateType;
    }

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", stateType));
    }

    @Override
    public void processElement(Long number, Context context, Collector<Long> output)
        throws Exception {
      N before = count.value();
      long next = before == null ? 1 : before.longValue() + 1;
      count.update(typed(next));
      FIRST_COUNT.putIfAbsent(run, next);
      LAST_COUNT.set(next);
      output.collect(next);
    }

    private N typed(long value) {
      Number number = stateType.getTypeClass() == Long.class ? (Number) value : (double) value;
      return stateType.getTypeClass().cast(number);
    }
  }
}
