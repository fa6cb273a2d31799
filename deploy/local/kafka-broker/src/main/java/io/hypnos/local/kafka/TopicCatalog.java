package io.hypnos.local.kafka;

import io.hypnos.local.part.StartException;
import io.hypnos.schemas.topic.Topic;
import io.hypnos.settings.KafkaSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;

/** Brings the broker's topics to what the product declares; repeating it changes nothing. */
final class TopicCatalog {
  private final KafkaSettings settings;

  TopicCatalog(KafkaSettings settings) {
    this.settings = settings;
  }

  void publish() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrap()))) {
      Set<String> present = admin.listTopics().names().get();
      List<Topic> all = Topic.all();
      admin.createTopics(missing(all, present)).all().get();
      correct(admin, all.stream().filter(topic -> present.contains(topic.topicName())).toList());
    } catch (ExecutionException e) {
      throw new StartException("Kafka cannot create its topics: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("Kafka was interrupted while it created its topics.", e);
    }
  }

  private List<NewTopic> missing(List<Topic> topics, Set<String> present) {
    return topics.stream()
        .filter(topic -> !present.contains(topic.topicName()))
        .map(this::newTopic)
        .toList();
  }

  private NewTopic newTopic(Topic topic) {
    return new NewTopic(topic.topicName(), settings.partitions(), (short) settings.replication())
        .configs(topic.config());
  }

  private static void correct(Admin admin, List<Topic> topics)
      throws ExecutionException, InterruptedException {
    Map<ConfigResource, Topic> byResource = new HashMap<>();
    topics.forEach(
        topic ->
            byResource.put(
                new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()), topic));
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    admin
        .describeConfigs(byResource.keySet())
        .all()
        .get()
        .forEach(
            (resource, current) -> {
              List<AlterConfigOp> differences = differences(byResource.get(resource), current);
              if (!differences.isEmpty()) {
                changes.put(resource, differences);
              }
            });
    admin.incrementalAlterConfigs(changes).all().get();
  }

  private static List<AlterConfigOp> differences(Topic topic, Config current) {
    return topic.config().entrySet().stream()
        .filter(wanted -> !wanted.getValue().equals(current.get(wanted.getKey()).value()))
        .map(wanted -> new ConfigEntry(wanted.getKey(), wanted.getValue()))
        .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
        .toList();
  }
}
