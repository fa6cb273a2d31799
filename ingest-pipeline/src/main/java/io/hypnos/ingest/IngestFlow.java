package io.hypnos.ingest;

import io.hypnos.ingest.record.RecordTypeInfo;
import io.hypnos.settings.HypnosSettings;
import java.time.Clock;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The job between its Kafka ends: decode → seen → read → chunk → embed → store. The names of the
 * operators are also their uids, by which a checkpoint finds them again: a renamed operator loses
 * its state.
 */
record IngestFlow(DataStream<StatusUpdate> statuses, DataStream<QuarantineEntry> quarantined) {

  static IngestFlow of(
      DataStream<RawRecord> raw,
      HypnosSettings settings,
      EngineSource.Factory factory,
      Clock clock) {
    EngineSource engines = new EngineSource(settings, factory);
    Attempts attempts = new Attempts(settings.ingest().attempts());
    SingleOutputStreamOperator<IntakeItem> items =
        named("decode", raw.process(new DecodeFunction(clock), type(IntakeItem.class)));
    SingleOutputStreamOperator<IntakeItem> judged =
        named(
            "seen",
            items
                .keyBy(item -> item.message().key(), Types.STRING)
                .process(
                    new SeenFunction(engines, attempts, clock, settings.intake().seenFor()),
                    type(IntakeItem.class)));
    SingleOutputStreamOperator<ReadDocument> documents =
        named(
            "read",
            judged.process(new ReadFunction(engines, attempts, clock), type(ReadDocument.class)));
    SingleOutputStreamOperator<PlannedMemories> planned =
        named(
            "chunk",
            documents.process(
                new ChunkFunction(engines, attempts, clock), type(PlannedMemories.class)));
    SingleOutputStreamOperator<EmbeddedMemories> embedded =
        named(
            "embed",
            planned.transform(
                "embed",
                type(EmbeddedMemories.class),
                new BatchOperatorFactory<>(
                    new EmbedWork(engines, attempts, clock),
                    settings.intake().embedBatch(),
                    settings.intake().batchCharacters())));
    SingleOutputStreamOperator<Nothing> stored =
        named(
            "store",
            embedded.transform(
                "store",
                type(Nothing.class),
                new BatchOperatorFactory<>(
                    new StoreWork(engines, attempts, clock),
                    settings.intake().storeBatch(),
                    settings.intake().batchCharacters())));
    return new IngestFlow(
        SideOutputs.joined(SideOutputs.STATUS, items, judged, documents, planned, embedded, stored),
        SideOutputs.joined(
            SideOutputs.QUARANTINE, items, judged, documents, planned, embedded, stored));
  }

  private static <T> SingleOutputStreamOperator<T> named(
      String name, SingleOutputStreamOperator<T> operator) {
    return operator.name(name).uid(name);
  }

  private static <T extends Record> RecordTypeInfo<T> type(Class<T> record) {
    return RecordTypeInfo.forRecord(record);
  }
}
