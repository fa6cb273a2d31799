package io.hypnos.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.ingest.record.RecordTypeInfo;
import io.hypnos.schemas.message.MessageHeaders;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Takes a record of Kafka as it is. It never throws: a source that fails on one record fails on it
 * after every restart, and its partition stands still.
 */
final class RawRecordSchema implements KafkaRecordDeserializationSchema<RawRecord> {
  private static final long serialVersionUID = 1L;
  private static final byte[] NOTHING = new byte[0];

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> found, Collector<RawRecord> output) {
    Origin origin =
        new Origin(
            found.topic(), found.partition(), found.offset(), requestIdOf(found), runOf(found));
    output.collect(new RawRecord(origin, orNothing(found.key()), orNothing(found.value())));
  }

  private static Optional<String> requestIdOf(ConsumerRecord<byte[], byte[]> found) {
    Header header = found.headers().lastHeader(MessageHeaders.REQUEST_ID);
    return Optional.ofNullable(header)
        .map(Header::value)
        .map(bytes -> new String(bytes, UTF_8))
        .filter(text -> !text.isBlank());
  }

  private static Optional<Integer> runOf(ConsumerRecord<byte[], byte[]> found) {
    Header header = found.headers().lastHeader(MessageHeaders.RUN);
    return Optional.ofNullable(header)
        .map(Header::value)
        .map(bytes -> new String(bytes, UTF_8))
        .filter(text -> text.matches("[0-9]{1,9}"))
        .map(Integer::parseInt);
  }

  private static byte[] orNothing(byte[] bytes) {
    return bytes == null ? NOTHING : bytes;
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return RecordTypeInfo.forRecord(RawRecord.class);
  }
}
