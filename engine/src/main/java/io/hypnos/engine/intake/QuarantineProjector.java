package io.hypnos.engine.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.engine.job.TopicFollower;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.MalformedMessageException;
import io.hypnos.schemas.message.MessageCodec;
import io.hypnos.schemas.message.MessageHeaders;
import io.hypnos.schemas.message.QuarantinedMessage;
import io.hypnos.schemas.topic.Topic;
import io.hypnos.settings.KafkaSettings;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the quarantine topic into its table, where the operator finds it. */
public final class QuarantineProjector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QuarantineProjector.class);

  private final QuarantineStore store;
  private final TopicFollower follower;

  QuarantineProjector(KafkaSettings settings, QuarantineStore store) {
    this.store = store;
    this.follower = new TopicFollower(settings, Topic.QUARANTINE, "hypnos-quarantine", this::take);
  }

  /** Takes what has arrived; returns whether anything had. Called by one thread only. */
  public boolean runOnce() {
    return follower.runOnce();
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> found : records) {
      try {
        QuarantinedMessage entry = MessageCodec.decode(found.value(), QuarantinedMessage.class);
        byte[] original = entry.original().getBytes(UTF_8);
        Optional<String> requestId =
            Optional.ofNullable(found.headers().lastHeader(MessageHeaders.REQUEST_ID))
                .map(header -> new String(header.value(), UTF_8));
        store.put(entry, found.key(), original, messageIn(original), requestId);
      } catch (MalformedMessageException e) {
        LOG.warn(
            "left out an entry of the quarantine at partition {} offset {}: {}",
            found.partition(),
            found.offset(),
            e.getMessage());
      }
    }
  }

  private static Optional<IngestMessage> messageIn(byte[] original) {
    try {
      return Optional.of(MessageCodec.decode(original, IngestMessage.class));
    } catch (MalformedMessageException e) {
      LOG.debug("a quarantined record is no message", e);
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}
