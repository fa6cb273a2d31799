package io.hypnos.local.kafka;

import static java.util.stream.Collectors.toMap;

import io.hypnos.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What a test says to a broker. */
final class TopicClient {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String bootstrap;

  TopicClient(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  /** Returns when the broker has acknowledged every record. */
  void send(Topic topic, Collection<String> values) {
    Map<String, Object> properties = Map.of("bootstrap.servers", bootstrap, "acks", "all");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      List<Future<RecordMetadata>> pending = new ArrayList<>();
      values.forEach(
          value ->
              pending.add(producer.send(new ProducerRecord<>(topic.topicName(), value, value))));
      for (Future<RecordMetadata> acknowledgement : pending) {
        resultOf(acknowledgement);
      }
    }
  }

  /** Reads from the beginning until so many records came, or the patience is over. */
  List<String> receive(Topic topic, int count) {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", bootstrap, "group.id", "test", "auto.offset.reset", "earliest");
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic.topicName()));
      long limit = System.nanoTime() + PATIENCE.toNanos();
      while (values.size() < count && System.nanoTime() < limit) {
        for (ConsumerRecord<String, String> found : consumer.poll(Duration.ofMillis(500))) {
          values.add(found.value());
        }
      }
    }
    return values;
  }

  Set<String> names() {
    try (Admin admin = admin()) {
      return resultOf(admin.listTopics().names());
    }
  }

  Map<String, String> settingsOf(Topic topic) {
    ConfigResource resource = resource(topic);
    try (Admin admin = admin()) {
      return resultOf(admin.describeConfigs(List.of(resource)).all())
          .get(resource)
          .entries()
          .stream()
          .filter(entry -> entry.value() != null)
          .collect(toMap(ConfigEntry::name, ConfigEntry::value));
    }
  }

  void alter(Topic topic, String name, String value) {
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    try (Admin admin = admin()) {
      resultOf(admin.incrementalAlterConfigs(Map.of(resource(topic), List.of(change))).all());
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrap));
  }

  private static ConfigResource resource(Topic topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
  }

  private static <T> T resultOf(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AssertionError("the broker refused", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
