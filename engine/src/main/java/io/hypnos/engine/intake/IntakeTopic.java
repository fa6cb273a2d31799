package io.hypnos.engine.intake;

import io.hypnos.engine.error.HypnosException;
import io.hypnos.schemas.topic.Topic;
import io.hypnos.settings.KafkaSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks back into the intake topic. It is in no group and moves no offsets. */
final class IntakeTopic {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Pattern PLACE = Pattern.compile("(.+)-(\\d+)@(\\d+)");

  private final KafkaSettings settings;
  private final String jobGroup;

  /**
   * @param jobGroup the group in which the ingest job commits how far it is
   */
  IntakeTopic(KafkaSettings settings, String jobGroup) {
    this.settings = settings;
    this.jobGroup = jobGroup;
  }

  /** The record at a place like {@code topic-3@17}, if the topic still has it. */
  Optional<byte[]> valueAt(String place) {
    Matcher matcher = PLACE.matcher(place);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    TopicPartition partition =
        new TopicPartition(matcher.group(1), Integer.parseInt(matcher.group(2)));
    long offset = Long.parseLong(matcher.group(3));
    return asking(
        consumer -> {
          List<TopicPartition> one = List.of(partition);
          consumer.assign(one);
          boolean there =
              consumer.beginningOffsets(one, PATIENCE).get(partition) <= offset
                  && consumer.endOffsets(one, PATIENCE).get(partition) > offset;
          if (!there) {
            return Optional.empty();
          }
          consumer.seek(partition, offset);
          for (ConsumerRecord<byte[], byte[]> found : consumer.poll(PATIENCE)) {
            if (found.offset() == offset) {
              return Optional.ofNullable(found.value());
            }
          }
          return Optional.empty();
        });
  }

  /** Hands over what arrived in the topic from a moment on and before another, as it stands now. */
  void read(Instant from, Instant to, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    asking(
        consumer -> {
          List<TopicPartition> partitions = partitions(consumer);
          consumer.assign(partitions);
          Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
          Map<TopicPartition, Long> times = new HashMap<>();
          partitions.forEach(partition -> times.put(partition, from.toEpochMilli()));
          Map<TopicPartition, OffsetAndTimestamp> starts =
              consumer.offsetsForTimes(times, PATIENCE);
          List<TopicPartition> open =
              new ArrayList<>(
                  partitions.stream().filter(each -> starts.get(each) != null).toList());
          consumer.assign(open);
          open.forEach(each -> consumer.seek(each, starts.get(each).offset()));
          while (!open.isEmpty()) {
            consumer.poll(POLL).forEach(found -> take(found, to, taker));
            open.removeIf(each -> consumer.position(each, PATIENCE) >= ends.get(each));
            consumer.assign(List.copyOf(open));
          }
          return null;
        });
  }

  private static void take(
      ConsumerRecord<byte[], byte[]> found,
      Instant to,
      Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    if (found.value() != null && found.timestamp() < to.toEpochMilli()) {
      taker.accept(found);
    }
  }

  /** How many records the job has not committed yet. */
  long lag() {
    return asking(
        consumer -> {
          List<TopicPartition> partitions = partitions(consumer);
          consumer.assign(partitions);
          Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
          Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, PATIENCE);
          Map<TopicPartition, OffsetAndMetadata> committed =
              consumer.committed(java.util.Set.copyOf(partitions), PATIENCE);
          long lag = 0;
          for (TopicPartition partition : partitions) {
            OffsetAndMetadata done = committed.get(partition);
            long from = done == null ? begins.get(partition) : done.offset();
            lag += Math.max(0, ends.get(partition) - from);
          }
          return lag;
        });
  }

  private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    return consumer.partitionsFor(Topic.INGEST.topicName(), PATIENCE).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  /** A question to the broker. */
  private interface Question<T> {
    T ask(KafkaConsumer<byte[], byte[]> consumer);
  }

  private <T> T asking(Question<T> question) {
    Map<String, Object> config =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            settings.bootstrap(),
            ConsumerConfig.GROUP_ID_CONFIG,
            jobGroup,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) PATIENCE.toMillis());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return question.ask(consumer);
    } catch (KafkaException e) {
      throw HypnosException.unavailable("The intake", e);
    }
  }
}
