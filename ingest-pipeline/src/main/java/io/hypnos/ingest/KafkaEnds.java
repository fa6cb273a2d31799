package io.hypnos.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.schemas.message.MessageCodec;
import io.hypnos.schemas.message.MessageHeaders;
import io.hypnos.schemas.topic.Topic;
import io.hypnos.settings.HypnosSettings;
import java.util.Optional;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Where the job begins and ends. */
final class KafkaEnds {
  /** Statuses are small and quarantine is rare: no need for the producer's default of 32 MB. */
  private static final long PRODUCER_BUFFER = 4L * 1024 * 1024;

  private KafkaEnds() {}

  @SuppressWarnings("deprecation") // the connector knows no other type for it
  static KafkaSource<RawRecord> intake(HypnosSettings settings) {
    return KafkaSource.<RawRecord>builder()
        .setBootstrapServers(settings.kafka().bootstrap())
        .setTopics(Topic.INGEST.topicName())
        .setGroupId(settings.ingest().group())
        .setClientIdPrefix(settings.ingest().group())
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setDeserializer(new RawRecordSchema())
        .build();
  }

  static KafkaSink<StatusUpdate> statuses(HypnosSettings settings) {
    return sink(settings, (update, context, timestamp) -> recordOf(update));
  }

  static KafkaSink<QuarantineEntry> quarantine(HypnosSettings settings) {
    return sink(settings, (entry, context, timestamp) -> recordOf(entry));
  }

  private static <T> KafkaSink<T> sink(
      HypnosSettings settings, KafkaRecordSerializationSchema<T> schema) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(settings.kafka().bootstrap())
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setProperty(ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(PRODUCER_BUFFER))
        .setRecordSerializer(schema)
        .build();
  }

  static ProducerRecord<byte[], byte[]> recordOf(StatusUpdate update) {
    return record(
        Topic.STATUS,
        update.status().key().getBytes(UTF_8),
        MessageCodec.encode(update.status()),
        update.requestId());
  }

  static ProducerRecord<byte[], byte[]> recordOf(QuarantineEntry entry) {
    return record(
        Topic.QUARANTINE, entry.key(), MessageCodec.encode(entry.message()), entry.requestId());
  }

  private static ProducerRecord<byte[], byte[]> record(
      Topic topic, byte[] key, byte[] value, Optional<String> requestId) {
    ProducerRecord<byte[], byte[]> made = new ProducerRecord<>(topic.topicName(), key, value);
    requestId.ifPresent(id -> made.headers().add(MessageHeaders.REQUEST_ID, id.getBytes(UTF_8)));
    return made;
  }
}
