package io.hypnos.engine.job;

import io.hypnos.schemas.topic.Topic;
import io.hypnos.settings.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Brings a topic into tables. Offsets are committed after the work, so a crash repeats records:
 * whoever takes them must bear that.
 */
public final class TopicFollower implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final int MOST_RECORDS = 500;

  private final KafkaSettings settings;
  private final Topic topic;
  private final String group;
  private final Consumer<ConsumerRecords<byte[], byte[]>> taker;
  private KafkaConsumer<byte[], byte[]> consumer;

  public TopicFollower(
      KafkaSettings settings,
      Topic topic,
      String group,
      Consumer<ConsumerRecords<byte[], byte[]>> taker) {
    this.settings = settings;
    this.topic = topic;
    this.group = group;
    this.taker = taker;
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
      taker.accept(records);
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
            group,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            MOST_RECORDS);
    KafkaConsumer<byte[], byte[]> connected =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    connected.subscribe(List.of(topic.topicName()));
    return connected;
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
      consumer = null;
    }
  }
}
