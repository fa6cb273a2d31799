package io.hypnos.engine.event;

import io.hypnos.schemas.message.ChangeMessage;
import io.hypnos.schemas.message.MessageCodec;
import io.hypnos.schemas.message.MessageHeaders;
import io.hypnos.schemas.topic.Topic;
import io.hypnos.settings.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends changes so that a change of a memory is never sent before the one ahead of it was
 * acknowledged. Changes of different memories go out together. Used by one thread at a time.
 */
final class ChangeProducer implements AutoCloseable {
  private final KafkaSettings settings;
  private KafkaProducer<byte[], byte[]> producer;

  ChangeProducer(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * What came of a page.
   *
   * @param acknowledged sequence numbers that all in-sync replicas have
   * @param failure why the rest was not sent
   */
  record Sent(List<Long> acknowledged, Optional<Exception> failure) {}

  Sent send(List<ChangeMessage> page) {
    List<Long> acknowledged = new ArrayList<>();
    Map<String, ChangeMessage> wave = new LinkedHashMap<>();
    Optional<Exception> failure = Optional.empty();
    for (ChangeMessage message : page) {
      if (wave.containsKey(message.key())) {
        failure = sendTogether(wave.values(), acknowledged);
        wave.clear();
      }
      if (failure.isPresent()) {
        break;
      }
      wave.put(message.key(), message);
    }
    if (failure.isEmpty()) {
      failure = sendTogether(wave.values(), acknowledged);
    }
    if (failure.isPresent()) {
      // What is still on its way must not arrive behind what a later turn sends.
      disconnect(Duration.ZERO);
    }
    return new Sent(acknowledged, failure);
  }

  private Optional<Exception> sendTogether(
      Iterable<ChangeMessage> messages, List<Long> acknowledged) {
    Map<Long, Future<RecordMetadata>> sent = new LinkedHashMap<>();
    Optional<Exception> failure = Optional.empty();
    try {
      for (ChangeMessage message : messages) {
        Future<RecordMetadata> future = producer().send(record(message));
        sent.put(message.sequence(), future);
        if (future.isDone()) {
          future.get(); // Without a broker each send waits in full; one such wait is enough.
        }
      }
    } catch (ExecutionException | KafkaException e) {
      failure = Optional.of(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    for (Map.Entry<Long, Future<RecordMetadata>> each : sent.entrySet()) {
      try {
        each.getValue().get();
        acknowledged.add(each.getKey());
      } catch (ExecutionException e) {
        failure = failure.or(() -> Optional.of(e));
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    return failure;
  }

  private static InterruptException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new InterruptException(cause);
  }

  private static ProducerRecord<byte[], byte[]> record(ChangeMessage message) {
    ProducerRecord<byte[], byte[]> sent =
        new ProducerRecord<>(
            Topic.CHANGES.topicName(),
            message.key().getBytes(StandardCharsets.UTF_8),
            MessageCodec.encode(message));
    message
        .requestId()
        .ifPresent(
            id ->
                sent.headers().add(MessageHeaders.REQUEST_ID, id.getBytes(StandardCharsets.UTF_8)));
    return sent;
  }

  private KafkaProducer<byte[], byte[]> producer() {
    if (producer == null) {
      int patience = (int) settings.deliveryTimeout().toMillis();
      Map<String, Object> config =
          Map.of(
              ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
              settings.bootstrap(),
              ProducerConfig.ACKS_CONFIG,
              "all",
              ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
              true,
              ProducerConfig.LINGER_MS_CONFIG,
              2,
              ProducerConfig.MAX_BLOCK_MS_CONFIG,
              patience,
              ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
              patience / 2,
              ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
              patience,
              ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
              500);
      producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
    return producer;
  }

  private void disconnect(Duration patience) {
    if (producer != null) {
      producer.close(patience);
      producer = null;
    }
  }

  @Override
  public void close() {
    disconnect(Duration.ofSeconds(5));
  }
}
