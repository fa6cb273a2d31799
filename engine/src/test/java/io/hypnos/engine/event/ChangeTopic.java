package io.hypnos.engine.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.schemas.message.ChangeMessage;
import io.hypnos.schemas.message.MalformedMessageException;
import io.hypnos.schemas.message.MessageCodec;
import io.hypnos.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All that is on {@code hypnos.changes} about one tenant. */
final class ChangeTopic {
  private ChangeTopic() {}

  /** A message with its key and the request id of its header. */
  record Published(String key, String requestId, ChangeMessage message, String json) {}

  static List<Published> of(String bootstrap, UUID tenantId) {
    List<Published> published = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topic.CHANGES.topicName()).stream()
              .map(each -> new TopicPartition(each.topic(), each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(Duration.ofMillis(200)).forEach(each -> add(published, each, tenantId));
      }
    }
    return published;
  }

  private static void add(
      List<Published> published, ConsumerRecord<byte[], byte[]> record, UUID tenantId) {
    try {
      ChangeMessage message = MessageCodec.decode(record.value(), ChangeMessage.class);
      if (message.tenantId().equals(tenantId)) {
        String requestId =
            new String(record.headers().lastHeader("hypnos-request-id").value(), UTF_8);
        published.add(
            new Published(
                new String(record.key(), UTF_8),
                requestId,
                message,
                new String(record.value(), UTF_8)));
      }
    } catch (MalformedMessageException e) {
      throw new IllegalStateException(e);
    }
  }
}
