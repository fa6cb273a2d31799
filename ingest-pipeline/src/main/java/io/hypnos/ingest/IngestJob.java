package io.hypnos.ingest;

import io.hypnos.ingest.record.RecordTypeInfo;
import io.hypnos.settings.HypnosSettings;
import java.time.Clock;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Kafka to memories: decode → read → chunk → embed → store. Every message ends as stored memories,
 * in quarantine, or with its deleted tenant; none is lost and a repeat changes nothing.
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
    Clock clock = Clock.systemUTC();
    EngineSource engines = new EngineSource(settings, factory);
    Attempts attempts = new Attempts(settings.ingest().attempts());

    SingleOutputStreamOperator<RawRecord> raw =
        environment
            .fromSource(
                KafkaEnds.intake(settings),
                WatermarkStrategy.noWatermarks(),
                "intake",
                RecordTypeInfo.forRecord(RawRecord.class))
            .uid("intake");
    SingleOutputStreamOperator<IntakeItem> items =
        named("decode", raw.process(new DecodeFunction(clock), type(IntakeItem.class)));
    SingleOutputStreamOperator<ReadDocument> documents =
        named(
            "read",
            items
                .keyBy(item -> item.message().key(), Types.STRING)
                .process(new ReadFunction(engines, attempts, clock), type(ReadDocument.class)));
    SingleOutputStreamOperator<PlannedMemories> planned =
        named(
            "chunk",
            documents.process(
                new ChunkFunction(engines, attempts, clock), type(PlannedMemories.class)));
    SingleOutputStreamOperator<EmbeddedMemories> embedded =
        named(
            "embed",
            planned.process(
                new EmbedFunction(engines, attempts, clock), type(EmbeddedMemories.class)));
    SingleOutputStreamOperator<Void> stored =
        named("store", embedded.process(new StoreFunction(engines, attempts, clock), Types.VOID));

    SideOutputs.joined(SideOutputs.STATUS, items, documents, planned, embedded, stored)
        .sinkTo(KafkaEnds.statuses(settings))
        .name("status")
        .uid("status");
    SideOutputs.joined(SideOutputs.QUARANTINE, items, documents, planned, embedded, stored)
        .sinkTo(KafkaEnds.quarantine(settings))
        .name("quarantine")
        .uid("quarantine");
  }

  private static <T> SingleOutputStreamOperator<T> named(
      String name, SingleOutputStreamOperator<T> operator) {
    return operator.name(name).uid(name);
  }

  private static <T extends Record> RecordTypeInfo<T> type(Class<T> record) {
    return RecordTypeInfo.forRecord(record);
  }
}
