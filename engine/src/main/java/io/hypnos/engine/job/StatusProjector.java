package io.hypnos.engine.job;

import io.hypnos.schemas.message.IngestStatus;
import io.hypnos.schemas.message.MalformedMessageException;
import io.hypnos.schemas.message.MessageCodec;
import io.hypnos.schemas.topic.Topic;
import io.hypnos.settings.KafkaSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the reports of the ingest job into the batch tables. Offsets are committed after the
 * tables, so a crash repeats reports; they only move states forward, so a repeat changes nothing.
 */
public final class StatusProjector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusProjector.class);

  private final BatchStore batches;
  private final ParkedReports parked;
  private final TopicFollower follower;

  public StatusProjector(KafkaSettings settings, BatchStore batches, ParkedReports parked) {
    this.batches = batches;
    this.parked = parked;
    this.follower = new TopicFollower(settings, Topic.STATUS, "hypnos-status", this::take);
  }

  /** Takes what has arrived; returns whether anything had. Called by one thread only. */
  public boolean runOnce() {
    return follower.runOnce();
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    byTenant(records)
        .forEach(
            (tenant, reports) ->
                parked.unlessAway(tenant, reports, () -> batches.advance(tenant, reports)));
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
    follower.close();
  }
}
