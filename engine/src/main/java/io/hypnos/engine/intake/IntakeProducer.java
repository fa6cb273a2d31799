package io.hypnos.engine.intake;

import io.hypnos.engine.error.HypnosException;
import io.hypnos.schemas.message.ConsolidationRequest;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.MessageCodec;
import io.hypnos.schemas.message.MessageHeaders;
import io.hypnos.schemas.topic.Topic;
import io.hypnos.settings.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Hands intake to Kafka and returns only when all in-sync replicas have it. */
public final class IntakeProducer implements AutoCloseable {
  private final KafkaSettings settings;
  private KafkaProducer<byte[], byte[]> producer;

  public IntakeProducer(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * Sends all messages, or fails with {@code UNAVAILABLE}; after a failure some may have arrived.
   */
  public void sendAll(List<IngestMessage> messages, String requestId) {
    sendRecords(messages.stream().map(message -> message(message, requestId)).toList());
  }

  /** Sends a record as it once was, on another run through the job. */
  void sendRaw(byte[] key, byte[] value, String requestId, int run) {
    ProducerRecord<byte[], byte[]> again = record(key, value, requestId);
    again.headers().add(MessageHeaders.RUN, Integer.toString(run).getBytes(StandardCharsets.UTF_8));
    sendRecords(List.of(again));
  }

  private void sendRecords(List<ProducerRecord<byte[], byte[]>> records) {
    try {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (ProducerRecord<byte[], byte[]> each : records) {
        Future<RecordMetadata> future = producer().send(each);
        if (future.isDone()) {
          future.get(); // Without a broker each send waits in full; one such wait is enough.
        }
        sent.add(future);
      }
      for (Future<RecordMetadata> future : sent) {
        future.get();
      }
    } catch (ExecutionException | KafkaException e) {
      throw HypnosException.unavailable("The intake", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  /** Asks the cluster for a run of sleep, or fails with {@code UNAVAILABLE}. */
  public void send(ConsolidationRequest request) {
    try {
      producer()
          .send(
              new ProducerRecord<>(
                  Topic.CONSOLIDATION_REQUESTS.topicName(),
                  request.key().getBytes(StandardCharsets.UTF_8),
                  MessageCodec.encode(request)))
          .get();
    } catch (ExecutionException | KafkaException e) {
      throw HypnosException.unavailable("The queue of runs", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  private static ProducerRecord<byte[], byte[]> message(IngestMessage message, String requestId) {
    return record(
        message.key().getBytes(StandardCharsets.UTF_8), MessageCodec.encode(message), requestId);
  }

  private static ProducerRecord<byte[], byte[]> record(byte[] key, byte[] value, String requestId) {
    ProducerRecord<byte[], byte[]> sent =
        new ProducerRecord<>(Topic.INGEST.topicName(), key, value);
    sent.headers().add(MessageHeaders.REQUEST_ID, requestId.getBytes(StandardCharsets.UTF_8));
    return sent;
  }

  private synchronized KafkaProducer<byte[], byte[]> producer() {
    if (producer == null) {
      producer = connect();
    }
    return producer;
  }

  private KafkaProducer<byte[], byte[]> connect() {
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
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Whether a broker answers within the time. */
  public boolean isReachable(Duration patience) {
    return BrokerProbe.answers(settings.bootstrap(), patience);
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(5));
    }
  }
}
