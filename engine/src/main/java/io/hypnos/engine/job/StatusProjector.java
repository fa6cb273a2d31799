package io.hypnos.engine.job;

import io.hypnos.schemas.message.IngestStatus;
import io.hypnos.schemas.message.MalformedMessageException;
import io.hypnos.schemas.message.MessageCodec;
import io.hypnos.schemas.topic.Topic;
import io.hypnos.settings.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the reports of the ingest job into the batch tables. Offsets are committed after the
 * tables, so a crash repeats reports; they only move states forward, so a repeat changes nothing.
 */
public final class StatusProjector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusProjector.class);
  private static final Duration POLL = Duration.ofMillis(250);

  private final KafkaSettings settings;
  private final BatchStore batches;
  private KafkaConsumer<byte[], byte[]> consumer;

  public StatusProjector(KafkaSettings settings, BatchStore batches) {
    this.settings = settings;
    this.batches = batches;
  }

  /** Takes what has arrived; returns whether anything had. Called by one thread only. */
  public boolean runOnce() {
    if (consumer == null) {
      consumer = connect();
    }
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      if (records.isEmpty()) {
        return false;
      }
      byTenant(records).forEach(batches::advance);
      consumer.commitSync();
      return true;
    } catch (RuntimeException e) {
      // A new consumer starts again from the last committed offsets, so nothing is skipped.
      close();
      throw e;
    }
  }

  private KafkaConsumer<byte[], byte[]> connect() {
    Map<String, Object> config =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            settings.bootstrap(),
            ConsumerConfig.GROUP_ID_CONFIG,
            "hypnos-status",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            500);
    KafkaConsumer<byte[], byte[]> connected =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    connected.subscribe(List.of(Topic.STATUS.topicName()));
    return connected;
  }

  private static Map<UUID, List<IngestStatus>> byTenant(ConsumerRecords<byte[], byte[]> records) {
    Map<UUID, List<IngestStatus>> reports = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> message : records) {
      try {
        IngestStatus report = MessageCodec.decode(message.value(), IngestStatus.class);
        reports.computeIfAbsent(report.tenantId(), tenant -> new ArrayList<>()).add(report);
      } catch (MalformedMessageException e) {
        LOG.warn(
            "left out a status message at partition {} offset {}: {}",
            message.partition(),
            message.offset(),
            e.getMessage());
      }
    }
    return reports;
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(2)));
      consumer = null;
    }
  }
}
