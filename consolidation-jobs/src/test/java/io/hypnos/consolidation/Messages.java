package io.hypnos.consolidation;

import io.hypnos.schemas.message.ConsolidationRequest;
import io.hypnos.schemas.message.MessageCodec;
import io.hypnos.schemas.topic.Topic;
import io.hypnos.settings.HypnosSettings;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Requests as somebody outside the product sends them. */
final class Messages {
  private Messages() {}

  static void send(HypnosSettings settings, ConsolidationRequest request) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topic.CONSOLIDATION_REQUESTS.topicName(),
                  request.key().getBytes(StandardCharsets.UTF_8),
                  MessageCodec.encode(request)))
          .get();
    }
  }
}
