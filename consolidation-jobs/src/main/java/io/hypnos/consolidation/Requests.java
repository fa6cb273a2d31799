package io.hypnos.consolidation;

import io.hypnos.schemas.topic.Topic;
import io.hypnos.settings.HypnosSettings;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Where the job begins. */
final class Requests {
  private Requests() {}

  @SuppressWarnings("deprecation") // the connector knows no other type for it
  static KafkaSource<byte[]> source(HypnosSettings settings) {
    return KafkaSource.<byte[]>builder()
        .setBootstrapServers(settings.kafka().bootstrap())
        .setTopics(Topic.CONSOLIDATION_REQUESTS.topicName())
        .setGroupId(SleepJob.NAME)
        .setClientIdPrefix(SleepJob.NAME)
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setValueOnlyDeserializer(new Bytes())
        .build();
  }

  /** Messages as they come; what they say is read where a bad one can be left out. */
  private static final class Bytes implements DeserializationSchema<byte[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] deserialize(byte[] message) {
      return message == null ? new byte[0] : message;
    }

    @Override
    public boolean isEndOfStream(byte[] next) {
      return false;
    }

    @Override
    public TypeInformation<byte[]> getProducedType() {
      return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
    }
  }
}
