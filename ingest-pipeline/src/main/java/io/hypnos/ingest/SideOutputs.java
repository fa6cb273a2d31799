package io.hypnos.ingest;

import io.hypnos.ingest.record.RecordTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** The two side roads that leave every operator. */
final class SideOutputs {
  static final OutputTag<StatusUpdate> STATUS =
      new OutputTag<>("status", RecordTypeInfo.forRecord(StatusUpdate.class));
  static final OutputTag<QuarantineEntry> QUARANTINE =
      new OutputTag<>("quarantine", RecordTypeInfo.forRecord(QuarantineEntry.class));

  private SideOutputs() {}

  static <T> DataStream<T> joined(
      OutputTag<T> tag,
      SingleOutputStreamOperator<?> first,
      SingleOutputStreamOperator<?>... others) {
    DataStream<T> all = first.getSideOutput(tag);
    for (SingleOutputStreamOperator<?> operator : others) {
      all = all.union(operator.getSideOutput(tag));
    }
    return all;
  }
}
